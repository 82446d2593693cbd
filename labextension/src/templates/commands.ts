import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Kind } from '../_schema';
import { CommandIDs } from '../commands';
import { insertStepIcon, journalIcon, kindIcons } from '../icons';
import { KINDS, isKind, kindLabel } from '../kinds';
import type { IJournal, INotebookJournal } from '../tokens';
import type { EntryComposer } from './composer';

/** What the commands work with. */
export interface ICommandContext {
  readonly journal: IJournal;
  readonly composer: EntryComposer;
  readonly trans: TranslationBundle;
  /** Bring the panel to the front. */
  readonly openPanel: () => void;
}

/** The journal that an entry can go into; null when no notebook is open or it is read-only. */
export function writableJournal(journal: IJournal): INotebookJournal | null {
  const { current } = journal;
  return current?.panel.model && !current.panel.model.readOnly ? current : null;
}

/** A command that inserts an entry of one kind. */
function addKindCommand(
  commands: CommandRegistry,
  id: string,
  kind: Kind,
  label: string,
  caption: string,
  { journal, composer }: ICommandContext
): void {
  commands.addCommand(id, {
    label,
    caption,
    icon: kind === 'step' ? insertStepIcon : kindIcons[kind],
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => writableJournal(journal) !== null,
    execute: async () => {
      const current = writableJournal(journal);
      return current !== null && (await composer.insert(current, kind));
    }
  });
}

/** A command that inserts an entry of the kind it is told, which may come from anywhere. */
function addInsertEntry(commands: CommandRegistry, { journal, composer, trans }: ICommandContext): void {
  const kindOf = (args: { kind?: unknown }): Kind | null => (isKind(args.kind) ? args.kind : null);
  commands.addCommand(CommandIDs.insertEntry, {
    label: args => {
      const kind = kindOf(args);
      return kind === null ? trans.__('Insert an Entry') : trans.__('Insert %1', kindLabel(kind, trans));
    },
    caption: trans.__('Insert an entry of the journal below the active cell'),
    icon: args => {
      const kind = kindOf(args);
      return kind === null ? journalIcon : kindIcons[kind];
    },
    describedBy: {
      args: {
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { type: 'string', enum: [...KINDS], description: trans.__('Kind of the entry') }
        }
      }
    },
    isEnabled: () => writableJournal(journal) !== null,
    execute: async args => {
      const kind = kindOf(args);
      if (kind === null) {
        const kinds = KINDS.join(', ');
        Notification.error(trans.__('There is no such kind of entry. Use one of these: %1.', kinds));
        return false;
      }
      const current = writableJournal(journal);
      return current !== null && (await composer.insert(current, kind));
    }
  });
}

/** Add the commands that insert entries and open the panel. */
export function addTemplateCommands(commands: CommandRegistry, context: ICommandContext): void {
  const { trans, openPanel, journal } = context;
  addInsertEntry(commands, context);
  addKindCommand(
    commands,
    CommandIDs.insertDebugStep,
    'step',
    trans.__('Insert Debug Step'),
    trans.__('Record what you changed and what happened, below the active cell'),
    context
  );
  addKindCommand(
    commands,
    CommandIDs.insertError,
    'error',
    trans.__('Insert Error'),
    trans.__('Record the error of the nearest failed cell, below the active cell'),
    context
  );
  addKindCommand(
    commands,
    CommandIDs.insertResult,
    'result',
    trans.__('Insert Result'),
    trans.__('Record metrics and figures of the nearest cell that ran, below the active cell'),
    context
  );
  addKindCommand(
    commands,
    CommandIDs.insertFigure,
    'figure',
    trans.__('Insert Figure'),
    trans.__('Keep the pictures of the nearest cell that drew any, below the active cell'),
    context
  );
  addKindCommand(
    commands,
    CommandIDs.insertEnvironment,
    'environment',
    trans.__('Insert Environment'),
    trans.__('Record the facts of the kernel, below the active cell'),
    context
  );
  commands.addCommand(CommandIDs.openPanel, {
    label: trans.__('Journal'),
    caption: trans.__('Show the journal of the notebook'),
    icon: journalIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: openPanel
  });
  journal.currentChanged.connect(() => {
    commands.notifyCommandChanged();
  }, commands);
}
