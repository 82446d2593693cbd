/** A class of JupyterLab or of ours: jp-JournalPanel, its part jp-JournalPanel-list, its state jp-mod-stale. */
const JUPYTER = 'jp-(?:[A-Z][A-Za-z0-9]*(?:-[a-z][A-Za-z0-9]*)*|mod-[a-z][A-Za-z0-9]*|icon\\d)';

/** Classes of libraries whose elements we style: CodeMirror, nbdime, React-Toastify, Pygments. */
const LIBRARIES = '(?:cm|nbdime)-[a-z-]+|Toastify__[a-z-]+|highlight';

export default {
  extends: 'stylelint-config-standard',
  reportNeedlessDisables: true,
  rules: { 'selector-class-pattern': `^(?:${JUPYTER}|${LIBRARIES})$` }
};
