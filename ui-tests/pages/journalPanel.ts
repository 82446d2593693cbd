import type { Locator, Page } from '@playwright/test';

/** The side panel of the journal, as a person finds it. */
export class JournalPanel {
  constructor(private readonly page: Page) {
    this.root = page.locator('.jp-JournalPanel');
    this.entries = this.root.locator('.jp-JournalTimeline-item');
  }

  readonly root: Locator;
  /** The lines of the timeline. */
  readonly entries: Locator;

  /** Open it as the palette does. */
  async open(): Promise<void> {
    await run(this.page, 'journal:open-panel');
    await this.root.waitFor({ state: 'visible' });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name });
  }
}

/** Run a command of the application. */
export async function run(page: Page, command: string, args: object = {}): Promise<void> {
  await page.evaluate(
    async ([id, given]) => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: { commands: { execute(id: string, args: object): Promise<unknown> } };
      };
      await jupyterapp.commands.execute(id, given);
    },
    [command, args] as const
  );
}

/** Call a command as a program does, for what it returns. */
export async function call<T>(page: Page, command: string, args: object = {}): Promise<T> {
  return page.evaluate(
    async ([id, given]) => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: { commands: { execute(id: string, args: object): Promise<unknown> } };
      };
      return (await jupyterapp.commands.execute(id, given)) as never;
    },
    [command, args] as const
  );
}

/** Start a command that will ask the user something, and do not wait for its end. */
export async function start(page: Page, command: string): Promise<void> {
  await page.evaluate(id => {
    const { jupyterapp } = window as unknown as {
      jupyterapp: { commands: { execute(id: string): Promise<unknown> } };
    };
    void jupyterapp.commands.execute(id);
  }, command);
}
