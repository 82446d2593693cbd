import { LabIcon } from '@jupyterlab/ui-components';

/** A 16-pixel drawing in the colour of the theme's icons. */
function draw(name: string, body: string): LabIcon {
  return new LabIcon({
    name: `journal:${name}`,
    svgstr:
      '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
      `<g class="jp-icon3 jp-icon-selectable" fill="#616161">${body}</g></svg>`
  });
}

/** The journal itself: a bound book with a ribbon. */
export const journalIcon = draw(
  'book',
  '<path fill-rule="evenodd" d="M4 1h9v14H4a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zm0 1.5a.5.5 0 0 0-.5.5v8.1l.5-.1h7.5V2.5H10v4L8.5 5.3 7 6.5v-4zm0 10a.5.5 0 0 0 0 1h7.5v-1z"/>'
);

/** The prominent act: a step with a plus. */
export const insertStepIcon = draw(
  'insert-step',
  '<path d="M2 2.5h7V4H2zM2 6.5h5V8H2zM2 10.5h4V12H2zM11 7h1.5v2.75h2.75v1.5H12.5V14H11v-2.75H8.25v-1.5H11z"/>'
);

/** Metadata that is no entry. */
export const unreadableIcon = draw(
  'unreadable',
  '<path fill-rule="evenodd" d="M8 1.5 15 14H1zm0 3.1L3.56 12.5h8.88zM7.3 7h1.4v3H7.3zm0 3.7h1.4V12H7.3z"/>'
);

/** Secrets that were taken out. */
export const shieldIcon = draw(
  'shield',
  '<path fill-rule="evenodd" d="M8 1.2 14 3v4.6c0 3.4-2.4 5.9-6 7.2-3.6-1.3-6-3.8-6-7.2V3zm0 1.6L3.5 4.1v3.5c0 2.6 1.7 4.5 4.5 5.6 2.8-1.1 4.5-3 4.5-5.6V4.1z"/>'
);

/** The drawings of kinds of entry, by name. */
export const kindIcons: Readonly<Record<string, LabIcon>> = {
  goal: draw(
    'goal',
    '<path fill-rule="evenodd" d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z"/><circle cx="8" cy="8" r="2.25"/>'
  ),
  hypothesis: draw(
    'hypothesis',
    '<path d="M4.5 5.5C4.5 3.5 6 2 8.1 2s3.6 1.3 3.6 3.2c0 1.5-.8 2.2-1.7 2.9-.8.6-1.2 1-1.2 1.9v.3H7.2V9.8c0-1.5.8-2.2 1.6-2.8.8-.6 1.3-1 1.3-1.8 0-1-.8-1.7-2-1.7S6 4.3 6 5.5zM7.1 12h1.8v1.8H7.1z"/>'
  ),
  step: draw('step', '<path d="M2 3h8v1.5H2zM2 7.25h12v1.5H2zM2 11.5h8V13H2z"/>'),
  error: draw(
    'error',
    '<path d="m4.1 3 3.9 3.9L11.9 3 13 4.1 9.1 8l3.9 3.9-1.1 1.1L8 9.1 4.1 13 3 11.9 6.9 8 3 4.1z"/>'
  ),
  result: draw(
    'result',
    '<path d="M2 2h1.5v10.5H14V14H2zM5 8h1.8v3.5H5zM8.2 5H10v6.5H8.2zM11.4 3h1.8v8.5h-1.8z"/>'
  ),
  figure: draw(
    'figure',
    '<path fill-rule="evenodd" d="M1.5 3h13v10h-13zM3 4.5v7h10v-7z"/><path d="m4 10.7 2.5-3.2 1.7 2 1.6-1.8 2.2 3z"/><circle cx="10.5" cy="6.3" r=".9"/>'
  ),
  environment: draw(
    'environment',
    '<path fill-rule="evenodd" d="M5 1.5h1.3v2h3.4v-2H11v2h1.5V5h2v1.3h-2v3.4h2V11h-2v1.5H11v2H9.7v-2H6.3v2H5v-2H3.5V11h-2V9.7h2V6.3h-2V5h2V3.5H5zM5 5v6h6V5zm1.5 1.5h3v3h-3z"/>'
  ),
  conclusion: draw('conclusion', '<path d="m2.5 8.6 1.1-1.1 2.9 2.9 6-6.4 1.1 1-7.1 7.6z"/>'),
  note: draw(
    'note',
    '<path d="m2.5 10.8 7.4-7.4 2.7 2.7-7.4 7.4H2.5zM10.7 2.6l1-1a.8.8 0 0 1 1.1 0l1.6 1.6a.8.8 0 0 1 0 1.1l-1 1z"/>'
  )
};

/** What is amiss with the run that an entry is about. */
export const stateIcons = {
  /** It came to no good end. */
  bad: draw(
    'run-bad',
    '<path fill-rule="evenodd" d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 4.9L6.2 5.1 5.1 6.2 6.9 8 5.1 9.8l1.1 1.1L8 9.1l1.8 1.8 1.1-1.1L9.1 8l1.8-1.8-1.1-1.1z"/>'
  ),
  /** Its code, its outputs and this kernel do not plainly belong together. */
  doubtful: draw(
    'run-doubtful',
    '<path fill-rule="evenodd" d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 1.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2zM7.3 5h1.4v4H7.3zm0 4.8h1.4v1.4H7.3z"/>'
  ),
  /** It had not ended. */
  running: draw(
    'run-running',
    '<path fill-rule="evenodd" d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 1.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2z"/><path d="M4.6 7.3H6v1.4H4.6zM7.3 7.3h1.4v1.4H7.3zM10 7.3h1.4v1.4H10z"/>'
  )
} as const;
