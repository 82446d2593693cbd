import type { TranslationBundle } from '@jupyterlab/translation';
import { MenuSvg, ReactWidget, UseSignal, caretDownEmptyIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../commands';

/** Export HTML with one click; the arrow beside it offers the other formats. */
export class ExportButton extends ReactWidget {
  constructor(
    private readonly commands: CommandRegistry,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-JournalExport');
    this._menu = new MenuSvg({ commands });
    this._menu.addItem({ command: CommandIDs.export, args: { format: 'html' } });
    this._menu.addItem({ command: CommandIDs.export, args: { format: 'markdown' } });
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._menu.dispose();
      super.dispose();
    }
  }

  protected override render(): React.JSX.Element {
    return <UseSignal signal={this.commands.commandChanged}>{() => this._buttons()}</UseSignal>;
  }

  private _buttons(): React.JSX.Element {
    const { commands, trans } = this;
    const html = { format: 'html' };
    const disabled = !commands.isEnabled(CommandIDs.export);
    return (
      <>
        <button
          type="button"
          disabled={disabled}
          title={commands.caption(CommandIDs.export, html)}
          onClick={() => void commands.execute(CommandIDs.export, html)}
        >
          {commands.label(CommandIDs.export, html)}
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
