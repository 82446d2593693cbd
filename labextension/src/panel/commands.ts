import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../commands';
import { journalIcon } from '../icons';

/** Add the command that brings the panel to the front. */
export function addOpenPanelCommand(
  commands: CommandRegistry,
  trans: TranslationBundle,
  openPanel: () => void
): void {
  commands.addCommand(CommandIDs.openPanel, {
    label: trans.__('Journal'),
    caption: trans.__('Show the journal of the notebook'),
    icon: journalIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: openPanel
  });
}
