// Jest runs dependencies that are published as ES modules through Babel.
module.exports = {
  presets: [['@babel/preset-env', { targets: { node: 'current' } }]]
};
