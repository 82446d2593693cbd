import { randomUUID } from 'node:crypto';

import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';

import { run } from './journalPanel';

/** A notebook that other pages may have open too, in a lab whose extensions save it when they like. */
export class SharedNotebook {
  private constructor(readonly page: Page) {
    this.prompt = page.locator('.jp-CodeCell .jp-InputPrompt');
    this.code = page.locator('.jp-CodeCell');
  }

  /** Its only code cell. */
  readonly code: Locator;
  private readonly prompt: Locator;

  /** Open it in a page of its own, as one person does; its kernel is there then. */
  static async open(context: BrowserContext, path: string): Promise<SharedNotebook> {
    const page = await context.newPage();
    // A workspace of its own: else the lab opens what another page had open.
    await page.goto(`lab/workspaces/${randomUUID()}/tree/${path}`);
    const notebook = new SharedNotebook(page);
    await notebook.isReady();
    return notebook;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.isReady();
  }

  /** Replace the source of the code cell, as a user does. */
  async edit(source: string): Promise<void> {
    await this.prompt.click();
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(source);
    await this.page.keyboard.press('Escape');
  }

  /** Start the code cell. */
  async start(): Promise<void> {
    await this.prompt.click();
    await this.page.keyboard.press('Control+Enter');
  }

  /** Run the code cell, and wait until this page shows the number of the run. */
  async run(number: number): Promise<void> {
    await this.start();
    await this.hasRun(number);
  }

  async hasRun(number: number): Promise<void> {
    await expect(this.prompt).toHaveText(`[${number}]:`);
  }

  /** Insert a debug step about the code cell. */
  async insertStep(): Promise<void> {
    await this.prompt.click();
    await run(this.page, 'journal:insert-debug-step');
  }

  /** The texts of the entries, in the order of the document. */
  async entries(): Promise<string[]> {
    return this.page.evaluate(() => {
      interface ICell {
        source: string;
        metadata: Record<string, unknown>;
      }
      interface IPanel {
        content: { model: { sharedModel: { cells: { toJSON(): ICell }[] } } };
      }
      const { shell } = (window as unknown as { jupyterapp: { shell: { currentWidget: IPanel } } })
        .jupyterapp;
      return shell.currentWidget.content.model.sharedModel.cells
        .map(cell => cell.toJSON())
        .filter(cell => 'journal' in cell.metadata)
        .map(cell => cell.source);
    });
  }

  private async isReady(): Promise<void> {
    await expect(this.prompt).toBeVisible();
    await expect(this.page.locator('#jp-main-statusbar').getByText('| Idle')).toBeVisible();
  }
}
