import type { Cell } from '@jupyterlab/cells';

/** The class that JupyterLab gives a Markdown cell when its rendered text is in place. */
const RENDERED = 'jp-mod-rendered';

/** Longest time that is waited for a cell, in milliseconds; a page out of sight paints nothing. */
const PATIENCE_MS = 500;

/** Resolves when a Markdown cell has been painted rendered, or when that takes too long. */
export function seenRendered({ node }: Cell): Promise<void> {
  return new Promise(resolve => {
    const observer = new MutationObserver(check);
    const timer = setTimeout(end, PATIENCE_MS);
    function end(): void {
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    }
    function check(): void {
      if (node.classList.contains(RENDERED)) {
        observer.disconnect();
        // A task after the frame: by then it is painted.
        requestAnimationFrame(() => setTimeout(end));
      }
    }
    observer.observe(node, { attributeFilter: ['class'] });
    check();
  });
}
