import type { TranslationBundle } from '@jupyterlab/translation';
import { MenuSvg, ReactWidget, UseSignal, caretDownEmptyIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import React from 'react';
import { CommandIDs } from '../commands';
import type { Formats } from './formats';

/** Export to the first format with one click; the arrow beside it offers the other ones. */
export class ExportButton extends ReactWidget {
  constructor(
    private readonly commands: CommandRegistry,
    private readonly formats: Formats,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-JournalExport');
    this._menu = new MenuSvg({ commands });
    formats.changed.connect(this._fillMenu, this);
    this._fillMenu();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      Signal.clearData(this);
      this._menu.dispose();
      super.dispose();
    }
  }

  protected override render(): React.JSX.Element {
    return <UseSignal signal={this.commands.commandChanged}>{() => this._buttons()}</UseSignal>;
  }

  private _fillMenu(): void {
    this._menu.clearItems();
    for (const { name } of this.formats.list) {
      this._menu.addItem({ command: CommandIDs.export, args: { format: name } });
    }
  }

  private _buttons(): React.JSX.Element {
    const { commands, trans } = this;
    const disabled = !commands.isEnabled(CommandIDs.export);
    return (
      <>
        <button
          type="button"
          disabled={disabled}
          title={commands.caption(CommandIDs.export)}
          onClick={() => void commands.execute(CommandIDs.export)}
        >
          {commands.label(CommandIDs.export)}
        </button>
        <button
          type="button"
          className="jp-JournalExport-menu"
          disabled={disabled}
          aria-haspopup="menu"
          aria-label={trans.__('Other formats')}
          title={trans.__('Other formats')}
          onClick={this._openMenu}
        >
          <caretDownEmptyIcon.react tag="span" />
        </button>
      </>
    );
  }

  private readonly _openMenu = (event: React.MouseEvent): void => {
    const place = event.currentTarget.getBoundingClientRect();
    this._menu.open(place.left, place.bottom);
  };

  private readonly _menu: MenuSvg;
}
