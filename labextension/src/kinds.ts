import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import { TRAITS } from './_kinds';
import type { Kind } from './_schema';
import { CommandIDs } from './commands';
import { insertStepIcon, journalIcon, kindIcons } from './icons';

/** A text in the language of the lab. */
export type Text = (trans: TranslationBundle) => string;

/** The command that inserts entries of one kind. */
export interface IKindCommand {
  readonly id: string;
  readonly label: Text;
  readonly caption: Text;
}

/** What is particular to a kind of entry: a row of `entry/kinds.py`, which describes each field. */
export interface IKindTraits {
  readonly label: Text;
  readonly panel_rank: number;
  readonly command?: IKindCommand;
  readonly button?: Text;
  readonly describes_run?: true;
  readonly compares_runs?: true;
  readonly records_error?: true;
  readonly needs_picture?: true;
  readonly records_facts?: true;
  readonly opens_notebook?: true;
  readonly shows_number?: true;
  readonly titled_by_text?: true;
  readonly starts_editing?: true;
}

/** Whether `value`, which may come from anywhere, names a kind of entry. */
export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(TRAITS, value);
}

/** Every kind of entry, in the order in which research proceeds. */
export const KINDS_OF_RESEARCH: readonly Kind[] = Object.keys(TRAITS).filter(isKind);

/** Every kind of entry, in the order of the panel. */
export const KINDS: readonly Kind[] = [...KINDS_OF_RESEARCH].sort(
  (a, b) => TRAITS[a].panel_rank - TRAITS[b].panel_rank
);

/** What is particular to a kind. */
export function traitsOf(kind: Kind): IKindTraits {
  return TRAITS[kind];
}

/** What a person calls an entry of this kind. */
export function kindLabel(kind: Kind, trans: TranslationBundle): string {
  return TRAITS[kind].label(trans);
}

/** The icon of entries of this kind: the journal's own where the kind has no drawing. */
export function kindIcon(kind: Kind): LabIcon {
  return kindIcons[kind] ?? journalIcon;
}

/** The icon of inserting an entry of this kind. */
export function insertIcon(kind: Kind): LabIcon {
  return TRAITS[kind].button === undefined ? kindIcon(kind) : insertStepIcon;
}

/** What inserts an entry of a kind: its own command, or the one for all kinds with its argument. */
export function insertCommand(kind: Kind): { command: string; args?: { kind: Kind } } {
  const id = TRAITS[kind].command?.id;
  return id === undefined ? { command: CommandIDs.insertEntry, args: { kind } } : { command: id };
}
