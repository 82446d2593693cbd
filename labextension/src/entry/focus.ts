/** What has the focus outside a notebook, and what stands in it when it is a field for text. */
export interface IFocus {
  readonly focus: Element | null;
  readonly typed: string | null;
}

/** Where the keys go that do not go to this part of the page. */
export function focusOutside(node: HTMLElement): IFocus {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body || node.contains(activeElement)) {
    return { focus: null, typed: null };
  }
  const isText = activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement;
  return { focus: activeElement, typed: isText ? activeElement.value : null };
}
