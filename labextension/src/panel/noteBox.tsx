import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** Properties of a {@link NoteBox}. */
export interface INoteBoxProps {
  readonly disabled: boolean;
  readonly trans: TranslationBundle;
  /** Insert a note; resolves to whether that succeeded. */
  readonly onNote: (text: string) => Promise<boolean>;
}

/** One line for a note; Enter inserts it, unless it only accepts the choice of an input method. */
export function NoteBox({ disabled, trans, onNote }: INoteBoxProps): React.JSX.Element {
  const [text, setText] = React.useState('');
  const submit = async (): Promise<void> => {
    const note = text.trim();
    if (note !== '' && (await onNote(note))) {
      // What was typed while the note was on its way stays.
      setText(current => (current === text ? '' : current));
    }
  };
  return (
    <input
      className="jp-mod-styled jp-JournalPanel-note"
      type="text"
      value={text}
      disabled={disabled}
      placeholder={trans.__('Write a note, Enter inserts it')}
      aria-label={trans.__('Note')}
      onChange={event => {
        setText(event.target.value);
      }}
      onKeyDown={event => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
          event.preventDefault();
          void submit();
        }
      }}
    />
  );
}
