import type { IAttachments } from '@jupyterlab/nbformat';
import type { StoredFacts } from './references';
import type { ICarrier, IRecord } from './records';

/** A cell after a rearrangement. */
export interface IPlace extends ICarrier {
  readonly index: number;
  readonly isNew: boolean;
  readonly isEdited: boolean;
}

/** What a rearrangement did to the cells that carry records. */
export interface IRearrangement {
  /** The carriers and the new cells, in document order. */
  readonly places: readonly IPlace[];
  /** The carriers that are gone, in the order in which they stood. */
  readonly removed: readonly ICarrier[];
  /** How many cells are gone, carriers or not. */
  readonly removedCount: number;
}

/** What the page knows beyond the notebook. */
export interface ISurroundings {
  /** The stored facts of an entry that this page has seen. */
  find(id: string): StoredFacts | undefined;
  /** Whether another open notebook has this entry. */
  isInAnotherNotebook(id: string): boolean;
}

/** A place whose record is being decided. */
export interface IDraft {
  readonly place: IPlace;
  record: IRecord | null;
  attachments?: IAttachments | undefined;
}

/** Whether a cell came from outside: what is moved, or given another type, is a new cell as well. */
export function isArrival({ place, record }: IDraft, { removed }: IRearrangement): boolean {
  return place.isNew && !removed.some(gone => gone.record?.id === record?.id);
}
