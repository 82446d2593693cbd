import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Kind } from '../_schema';
import { CommandIDs } from '../commands';
import { insertStepIcon, journalIcon, kindIcons } from '../icons';
import { KINDS, isKind, kindLabel } from '../kinds';
import { writableJournal } from '../notebook';
import type { IJournal } from '../tokens';
import type { EntryComposer } from './composer';
import type { Gesture } from './gesture';
import type { IInserted } from './inserted';
import { findTarget } from './target';
import { insertArgumentsSchema, isByProgram, readInsertArguments } from './arguments';

/** What the commands work with. */
export interface ICommandContext {
  readonly commands: CommandRegistry;
  readonly journal: IJournal;
  readonly composer: Pick<EntryComposer, 'insert'>;
  readonly gesture: Pick<Gesture, 'isRepeated'>;
  readonly trans: TranslationBundle;
}

/** The kind of entry that a command is asked for, by itself or by a template; it may come from anywhere. */
function readKind({ kind, template }: ReadonlyPartialJSONObject, trans: TranslationBundle): Kind {
  const kinds = KINDS.join(', ');
  if (template !== undefined && !isKind(template)) {
    throw new Error(trans.__('There is no such template. Use one of these: %1.', kinds));
  }
  const wanted = kind ?? template;
  if (!isKind(wanted)) {
    throw new Error(trans.__('There is no such kind of entry. Use one of these: %1.', kinds));
  }
  if (template !== undefined && template !== wanted) {
    throw new Error(trans.__('The template %1 is for entries of another kind than %2.', template, wanted));
  }
  return wanted;
}

/** Insert an entry as the arguments say; a person reads what is wrong, a program gets the error. */
async function insert(args: ReadonlyPartialJSONObject, context: ICommandContext): Promise<IInserted | null> {
  const { journal, composer, gesture, trans } = context;
  const byProgram = isByProgram(args);
  if (!byProgram && gesture.isRepeated) {
    return null;
  }
  try {
    const kind = readKind(args, trans);
    const { notebook, ...wanted } = readInsertArguments(args, trans);
    const target = await findTarget(journal, { notebook, ...wanted }, trans);
    return await composer.insert(target, { kind, ...wanted, byProgram });
  } catch (error) {
    if (byProgram) {
      throw error;
    }
    Notification.error(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** Whether a command can be chosen: one that names a notebook reports what is wrong when it runs. */
function canInsert({ notebook }: ReadonlyPartialJSONObject, { journal }: ICommandContext): boolean {
  return notebook !== undefined || writableJournal(journal) !== null;
}

/** A command that inserts an entry of one kind. */
function addKindCommand(
  id: string,
  kind: Kind,
  texts: { readonly label: string; readonly caption: string },
  context: ICommandContext
): void {
  const { commands, trans } = context;
  commands.addCommand(id, {
    ...texts,
    icon: kind === 'step' ? insertStepIcon : kindIcons[kind],
    describedBy: { args: { type: 'object', properties: insertArgumentsSchema(trans) } },
    isEnabled: args => canInsert(args, context),
    execute: args => insert({ ...args, kind }, context)
  });
}

/** A command that inserts an entry of the kind that its arguments name. */
function addInsertEntry(context: ICommandContext): void {
  const { commands, trans } = context;
  const kindOf = ({ kind, template }: ReadonlyPartialJSONObject): Kind | null => {
    const wanted = kind ?? template;
    return isKind(wanted) ? wanted : null;
  };
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
        anyOf: [{ required: ['kind'] }, { required: ['template'] }],
        properties: {
          kind: { type: 'string', enum: [...KINDS], description: trans.__('Kind of the entry') },
          template: {
            type: 'string',
            enum: [...KINDS],
            description: trans.__('Name of the template, which is of one kind')
          },
          ...insertArgumentsSchema(trans)
        }
      }
    },
    isEnabled: args => canInsert(args, context),
    execute: args => insert(args, context)
  });
}

/** The commands of the kinds that have one of their own, with their texts. */
function kindCommands(
  trans: TranslationBundle
): readonly (readonly [id: string, kind: Kind, label: string, caption: string])[] {
  return [
    [
      CommandIDs.insertDebugStep,
      'step',
      trans.__('Insert Debug Step'),
      trans.__('Record what you changed and what happened, after the last entry about the cell')
    ],
    [
      CommandIDs.insertError,
      'error',
      trans.__('Insert Error'),
      trans.__('Record the error of the nearest failed cell, below that cell')
    ],
    [
      CommandIDs.insertResult,
      'result',
      trans.__('Insert Result'),
      trans.__('Record metrics and figures of the nearest cell that ran, below that cell')
    ],
    [
      CommandIDs.insertFigure,
      'figure',
      trans.__('Insert Figure'),
      trans.__('Keep the pictures of the nearest cell that drew any, below that cell')
    ],
    [
      CommandIDs.insertEnvironment,
      'environment',
      trans.__('Insert Environment'),
      trans.__('Record the facts of the kernel, below the active cell')
    ]
  ];
}

/** Add the commands that insert entries. */
export function addInsertCommands(context: ICommandContext): void {
  const { commands, trans, journal } = context;
  addInsertEntry(context);
  for (const [id, kind, label, caption] of kindCommands(trans)) {
    addKindCommand(id, kind, { label, caption }, context);
  }
  journal.currentChanged.connect(() => {
    commands.notifyCommandChanged();
  }, commands);
}
