import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { JournalAPI } from '../api';
import { TRANSLATION_DOMAIN } from '../commands';
import { entryLocale } from '../language';
import { IJournalPanel, IRedaction } from '../tokens';
import { RedactionModel } from './model';
import { RedactionBadge } from './widget';

/** Provides what the user called no secret, from the settings. */
export const redactionPlugin: JupyterFrontEndPlugin<IRedaction> = {
  id: 'jupyterlab-journal:redaction',
  description: 'Provides what the user called no secret, and whether secrets are taken out at all.',
  autoStart: true,
  requires: [ISettingRegistry],
  optional: [ITranslator],
  provides: IRedaction,
  activate: async (app: JupyterFrontEnd, registry: ISettingRegistry, translator: ITranslator | null) =>
    new RedactionModel(
      new JournalAPI(
        app.serviceManager.serverSettings,
        entryLocale((translator ?? nullTranslator).languageCode)
      ),
      await registry.load(redactionPlugin.id)
    )
};

/** Shows in the panel of the journal when the server takes no secrets out. */
export const redactionBadgePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-journal:redaction-badge',
  description: 'Shows in the panel of the journal when the server takes no secrets out.',
  autoStart: true,
  requires: [IJournalPanel, IRedaction],
  optional: [ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    panel: IJournalPanel,
    redaction: IRedaction,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    panel.addHeaderItem(new RedactionBadge(redaction, trans), { rank: 0 });
  }
};
