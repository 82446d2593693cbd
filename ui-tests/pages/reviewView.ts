import type { Locator, Page } from '@playwright/test';

/** The view of what changed in a notebook, in the main area or (Notebook 7) in a dialog. */
export class ReviewView {
  constructor(page: Page) {
    this.root = page.locator('.jp-MainAreaWidget:has(> .jp-JournalReview):visible');
    this.title = this.root.getByRole('heading', { level: 2 });
    this.status = this.root.getByRole('status');
    this.error = this.root.getByRole('alert');
    this.base = this.root.getByRole('combobox', { name: 'Compare with' });
    this.entries = this.root.getByRole('list', { name: 'Changed journal entries' }).getByRole('listitem');
    this.cells = this.root.locator('.jp-Cell-diff');
    this.placeholders = this.root.locator('.jp-JournalReview-unchanged');
  }

  readonly root: Locator;
  readonly title: Locator;
  /** What is going on, in words. */
  readonly status: Locator;
  readonly error: Locator;
  /** Chooses the state to compare with. */
  readonly base: Locator;
  readonly entries: Locator;
  /** The cells that are drawn. */
  readonly cells: Locator;
  /** The lines that stand for cells that are not drawn. */
  readonly placeholders: Locator;
}
