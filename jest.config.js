const labConfig = require('@jupyterlab/testing/lib/jest-config');

// Packages published as ES modules only; Jest runs CommonJS.
const esModules = [
  '@codemirror',
  '@jupyter/react-components',
  '@jupyter/web-components',
  '@jupyter/ydoc',
  '@jupyterlab/',
  '@marijn',
  '@microsoft',
  'color',
  'exenv-es6',
  'lib0',
  'marked',
  'nanoid',
  'nbdime',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs'
].join('|');

const base = labConfig(__dirname);

module.exports = {
  ...base,
  reporters: ['default'],
  setupFiles: [...base.setupFiles, '<rootDir>/labextension/jest.setup.js'],
  roots: ['<rootDir>/labextension/src'],
  testRegex: '\\.spec\\.tsx?$',
  testPathIgnorePatterns: ['/node_modules/'],
  transform: {
    ...base.transform,
    '^.+\\.tsx?$': ['ts-jest/legacy', { tsconfig: 'labextension/tsconfig.test.json' }]
  },
  transformIgnorePatterns: [`/node_modules/(?!${esModules}).+`]
};
