import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { Cell } from '@jupyterlab/cells';
import {
  INotebookTracker,
  NotebookActions,
  type KernelError,
  type Notebook,
  type NotebookPanel
} from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs, TRANSLATION_DOMAIN } from '../commands';
import { IJournal } from '../tokens';
import { FailureOffer } from './offer';
import { watchFailures } from './watcher';

const PLUGIN_ID = 'jupyterlab-journal:failures';
const OFFER = 'offerErrors';

/** What JupyterLab tells of a cell that ended. */
interface IEndedCell {
  readonly notebook: Notebook;
  readonly cell: Cell;
  readonly success: boolean;
  readonly error?: KernelError | null;
}

/** Offers to journal errors: by a button below a failed cell, and by a notification. */
export const failuresPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
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
    const loaded = registry?.load(PLUGIN_ID) ?? Promise.resolve(null);
    const journalError = (notebook: Notebook, cell: Cell): void => {
      const index = notebook.widgets.indexOf(cell);
      if (index >= 0) {
        notebook.activeCellIndex = index;
        void app.commands.execute(CommandIDs.insertError);
      }
    };
    const offer = new FailureOffer(trans, () => {
      void loaded.then(settings => settings?.set(OFFER, false));
    });
    const watch = (panel: NotebookPanel): void => {
      // It ends with the panel.
      watchFailures(panel, trans, cell => {
        journalError(panel.content, cell);
      });
    };
    notebooks.forEach(watch);
    notebooks.widgetAdded.connect((_sender, panel) => {
      watch(panel);
    }, offer);
    const onExecuted = async ({ notebook, cell, success, error }: IEndedCell): Promise<void> => {
      const isKept = (journal.current?.items.length ?? 0) > 0;
      if (success || !error || error.errorName === 'KeyboardInterrupt' || !isKept) {
        return;
      }
      const settings = await loaded;
      // Only of the notebook in front: the command works there.
      if (settings?.composite[OFFER] !== false && journal.current?.panel.content === notebook) {
        offer.show(error, () => {
          journalError(notebook, cell);
        });
      }
    };
    NotebookActions.executed.connect((_sender, ended) => {
      void onExecuted(ended);
    }, offer);
  }
};
