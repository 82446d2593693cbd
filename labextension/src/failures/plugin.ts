import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { Cell } from '@jupyterlab/cells';
import { INotebookTracker, NotebookActions, type KernelError, type Notebook } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs, TRANSLATION_DOMAIN } from '../commands';
import { IJournal } from '../tokens';
import { FailureOffer } from './offer';
import { FAILURES_PLUGIN_ID, OfferSettings } from './settings';
import { watchFailures } from './everyNotebook';

/** What JupyterLab reports of a cell that ended. */
interface IEndedCell {
  readonly notebook: Notebook;
  readonly cell: Cell;
  readonly success: boolean;
  readonly error?: KernelError | null;
}

/** Offers to journal errors: by a button below a failed cell, and by a notification. */
export const failuresPlugin: JupyterFrontEndPlugin<void> = {
  id: FAILURES_PLUGIN_ID,
  description: 'Offers to journal errors: by a button below a failed cell, and by a notification.',
  autoStart: true,
  requires: [IJournal, INotebookTracker],
  optional: [ITranslator, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    journal: IJournal,
    notebooks: INotebookTracker,
    translator: ITranslator | null,
    registry: ISettingRegistry | null
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const settings = new OfferSettings(registry, trans);
    // Commands work on the notebook in front, so errors of others must not start them.
    const isInFront = (notebook: Notebook): boolean => journal.current?.panel.content === notebook;
    const offer = new FailureOffer(trans, () => {
      void settings.switchOff();
    });
    const journalError = (notebook: Notebook, cell: Cell): void => {
      const index = notebook.widgets.indexOf(cell);
      if (index >= 0 && isInFront(notebook)) {
        offer.withdraw();
        notebook.activeCellIndex = index;
        void app.commands.execute(CommandIDs.insertError);
      }
    };
    journal.currentChanged.connect(offer.withdraw, offer);
    watchFailures(journal, notebooks, trans, {
      onClick: ({ content }, cell, { entry }) => {
        if (entry === null) {
          journalError(content, cell);
        } else if (isInFront(content)) {
          journal.current?.goTo(entry);
        }
      },
      onSettled: cell => {
        offer.settle(cell);
      }
    });
    const onExecuted = async ({ notebook, cell, success, error }: IEndedCell): Promise<void> => {
      const isKept = (journal.current?.items.length ?? 0) > 0;
      if (success || !error || error.errorName === 'KeyboardInterrupt' || !isKept) {
        return;
      }
      if ((await settings.isOn()) && isInFront(notebook)) {
        offer.show(cell, error, () => {
          journalError(notebook, cell);
        });
      }
    };
    NotebookActions.executed.connect((_sender, ended) => {
      void onExecuted(ended);
    }, offer);
  }
};
