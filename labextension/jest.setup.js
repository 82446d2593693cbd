// @jupyter/ydoc makes a cell before it adds it to a document, and yjs warns of that each time, twice;
// jsdom has no clipboard.
const EXPECTED = [
  'Invalid access: Add Yjs type to a document before reading data.',
  '[yjs#509] Not same Y.Doc',
  'Clipboard API not available'
];

const warn = console.warn;
console.warn = (...args) => {
  if (!EXPECTED.includes(args[0])) {
    warn(...args);
  }
};
