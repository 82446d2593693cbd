import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

/** Times of one insertion, in milliseconds. */
export interface IRound {
  /** From the command to the rendered cell. */
  readonly step: number;
  /** How much of it was the request to the server. */
  readonly request: number;
  /** From the command to the cell being the active one, and the page at rest. */
  readonly active: number;
  /** The same text, rendered in a Markdown cell inserted by JupyterLab's own commands. */
  readonly peer: number;
  /** Until that cell is the active one, and the page at rest. */
  readonly peerActive: number;
}

/** What is used here of the lab, inside its page. */
interface ILab {
  commands: { execute(id: string): Promise<unknown> };
  shell: { currentWidget: { content: INotebookWidget } };
}

interface ICellWidget {
  model: { id: string; sharedModel: { getSource(): string; setSource(text: string): void } };
  node: HTMLElement;
  rendered: boolean;
  isPlaceholder(): boolean;
}

interface INotebookWidget {
  widgets: ICellWidget[];
  activeCell: ICellWidget;
  activeCellIndex: number;
  mode: string;
  scrollToItem(index: number, align: string): Promise<void>;
}

/** Wait until JupyterLab has drawn every cell, which it does bit by bit when it has nothing else to do. */
export async function settled(page: IJupyterLabPageFixture): Promise<void> {
  await page.waitForFunction(
    () => {
      const { shell } = (window as unknown as { jupyterapp: ILab }).jupyterapp;
      return shell.currentWidget.content.widgets.every(cell => !cell.isPlaceholder());
    },
    null,
    { timeout: 300_000, polling: 1000 }
  );
}

/** Make a cell the active one by its id, in view. */
export async function select(page: IJupyterLabPageFixture, id: string): Promise<void> {
  await page.evaluate(async wanted => {
    const { shell } = (window as unknown as { jupyterapp: ILab }).jupyterapp;
    const { content } = shell.currentWidget;
    content.mode = 'command';
    content.activeCellIndex = content.widgets.findIndex(cell => cell.model.id === wanted);
    await content.scrollToItem(content.activeCellIndex, 'start');
  }, id);
}

/** Let the lab insert a step and, with the same text, a Markdown cell; then take both away. */
export async function measure(page: IJupyterLabPageFixture, anchor: string): Promise<IRound> {
  await select(page, anchor);
  const step = await page.evaluate(insertStep, anchor);
  await select(page, anchor);
  const peer = await page.evaluate(insertPeer, [anchor, step.text] as const);
  return {
    step: step.rendered,
    request: step.request,
    active: step.active,
    peer: peer.rendered,
    peerActive: peer.active
  };
}

/** Runs in the page. */
async function insertStep(
  anchor: string
): Promise<{ rendered: number; active: number; request: number; text: string }> {
  const { commands, shell } = (window as unknown as { jupyterapp: ILab }).jupyterapp;
  const { content } = shell.currentWidget;
  const frame = (): Promise<void> => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  /** The heading is in the page, and a frame with it has been painted. */
  const seen = async (node: () => HTMLElement | false): Promise<void> => {
    const isThere = (): boolean =>
      (node() || document.createElement('p')).querySelector('.jp-MarkdownOutput h3') !== null;
    await new Promise<void>(resolve => {
      const observer = new MutationObserver(() => {
        if (isThere()) {
          observer.disconnect();
          resolve();
        }
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    await new Promise(resolve => {
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = resolve;
      requestAnimationFrame(() => {
        port1.postMessage(null);
      });
    });
  };
  const rest = async (): Promise<void> => {
    await new Promise(resolve => setTimeout(resolve, 100));
    await new Promise(resolve => requestIdleCallback(resolve));
  };
  await rest();
  const index = content.widgets.findIndex(cell => cell.model.id === anchor) + 1;
  const next = content.widgets[index];
  performance.clearResourceTimings();
  const begin = performance.now();
  const done = commands.execute('journal:insert-debug-step');
  await seen(() => content.widgets[index] !== next && content.widgets[index].node);
  const rendered = performance.now() - begin;
  await done;
  await frame();
  await frame();
  const active = performance.now() - begin;
  if (content.activeCell !== content.widgets[index]) {
    throw new Error('The step is not the active cell.');
  }
  const requests = performance
    .getEntriesByType('resource')
    .filter(({ name }) => name.includes('/api/entries'));
  const text = content.activeCell.model.sharedModel.getSource();
  await commands.execute('notebook:undo-cell-action');
  await rest();
  return { rendered, active, request: requests.reduce((sum, { duration }) => sum + duration, 0), text };
}

/** Runs in the page. */
async function insertPeer([anchor, text]: readonly [string, string]): Promise<{
  rendered: number;
  active: number;
}> {
  const { commands, shell } = (window as unknown as { jupyterapp: ILab }).jupyterapp;
  const { content } = shell.currentWidget;
  const frame = (): Promise<void> => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  /** The heading is in the page, and a frame with it has been painted. */
  const seen = async (node: () => HTMLElement | false): Promise<void> => {
    const isThere = (): boolean =>
      (node() || document.createElement('p')).querySelector('.jp-MarkdownOutput h3') !== null;
    await new Promise<void>(resolve => {
      const observer = new MutationObserver(() => {
        if (isThere()) {
          observer.disconnect();
          resolve();
        }
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    await new Promise(resolve => {
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = resolve;
      requestAnimationFrame(() => {
        port1.postMessage(null);
      });
    });
  };
  const rest = async (): Promise<void> => {
    await new Promise(resolve => setTimeout(resolve, 100));
    await new Promise(resolve => requestIdleCallback(resolve));
  };
  await rest();
  const index = content.widgets.findIndex(cell => cell.model.id === anchor) + 1;
  const begin = performance.now();
  await commands.execute('notebook:insert-cell-below');
  await commands.execute('notebook:change-cell-to-markdown');
  content.activeCell.model.sharedModel.setSource(text);
  content.activeCell.rendered = true;
  await seen(() => content.widgets[index].node);
  const rendered = performance.now() - begin;
  await frame();
  const active = performance.now() - begin;
  await commands.execute('notebook:delete-cell');
  await rest();
  return { rendered, active };
}
