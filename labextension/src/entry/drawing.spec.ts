import type { Cell } from '@jupyterlab/cells';
import { seenRendered } from './drawing';

describe('waiting for a cell to be seen', () => {
  let node: HTMLElement;
  let seen: boolean;

  const settle = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

  beforeEach(() => {
    node = document.createElement('div');
    seen = false;
    void seenRendered({ node } as unknown as Cell).then(() => {
      seen = true;
    });
  });

  it('ends a frame after the text is in place', async () => {
    await settle(60);
    node.classList.add('jp-mod-active');
    await settle(60);
    expect(seen).toBe(false);
    node.classList.add('jp-mod-rendered');
    await settle(100);
    expect(seen).toBe(true);
  });

  it('ends also when the page paints nothing', async () => {
    jest.spyOn(window, 'requestAnimationFrame').mockReturnValue(1);
    node.classList.add('jp-mod-rendered');
    await settle(60);
    expect(seen).toBe(false);
    await settle(600);
    expect(seen).toBe(true);
    jest.restoreAllMocks();
  });
});
