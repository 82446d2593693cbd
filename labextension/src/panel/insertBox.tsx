import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import * as React from 'react';
import type { Kind } from '../_schema';
import { CommandIDs } from '../commands';
import { insertCommand, insertIcon, kindIcon, kindLabel, KINDS, traitsOf, type Text } from '../kinds';
import type { TimelineModel } from './model';
import { NoteBox, type INoteBoxProps } from './noteBox';

/** Keys that run a command, as the platform writes them; empty when there are none. */
function shortcutOf(commands: CommandRegistry, id: string): string {
  const binding = commands.keyBindings.find(candidate => candidate.command === id);
  return binding ? CommandRegistry.formatKeystroke(binding.keys) : '';
}

interface IKindButtonProps {
  readonly kind: Kind;
  readonly disabled: boolean;
  readonly trans: TranslationBundle;
  readonly onClick: () => void;
}

function KindButton({ kind, disabled, trans, onClick }: IKindButtonProps): React.JSX.Element {
  const icon = kindIcon(kind);
  return (
    <button type="button" className="jp-JournalPanel-kind" disabled={disabled} onClick={onClick}>
      <icon.react tag="span" aria-hidden="true" />
      {kindLabel(kind, trans)}
    </button>
  );
}

/** The buttons that insert entries, and the line for a note. */
export class InsertBox extends VDomRenderer<TimelineModel> {
  constructor(
    model: TimelineModel,
    private readonly commands: CommandRegistry,
    private readonly trans: TranslationBundle,
    private readonly onNote: INoteBoxProps['onNote']
  ) {
    super(model);
    this.addClass('jp-JournalPanel-insert');
    // Shortcuts come with the settings, after the panel.
    commands.keyBindingChanged.connect(this.update, this);
  }

  override dispose(): void {
    this.commands.keyBindingChanged.disconnect(this.update, this);
    super.dispose();
  }

  protected override render(): React.JSX.Element {
    const { trans, commands } = this;
    const disabled = !this.model.canInsert;
    return (
      <>
        {KINDS.map(kind => this.renderLargeButton(kind, traitsOf(kind).button, disabled))}
        <div className="jp-JournalPanel-kinds" role="group" aria-label={trans.__('Insert an entry')}>
          {KINDS.filter(kind => traitsOf(kind).button === undefined).map(kind => (
            <KindButton
              key={kind}
              kind={kind}
              disabled={disabled}
              trans={trans}
              onClick={() => void commands.execute(CommandIDs.insertEntry, { kind })}
            />
          ))}
        </div>
        <NoteBox disabled={disabled} trans={trans} onNote={this.onNote} />
      </>
    );
  }

  private renderLargeButton(kind: Kind, label: Text | undefined, disabled: boolean): React.ReactNode {
    if (label === undefined) {
      return null;
    }
    const { command, args } = insertCommand(kind);
    const icon = insertIcon(kind);
    return (
      <button
        key={kind}
        type="button"
        className="jp-mod-styled jp-mod-accept jp-JournalPanel-step"
        disabled={disabled}
        onClick={() => void this.commands.execute(command, args)}
      >
        <icon.react tag="span" aria-hidden="true" />
        <span className="jp-JournalPanel-stepLabel">{label(this.trans)}</span>
        <kbd className="jp-JournalPanel-shortcut">{shortcutOf(this.commands, command)}</kbd>
      </button>
    );
  }
}
