import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../commands';
import { addOpenPanelCommand } from './commands';

describe('the command that opens the panel', () => {
  const id = CommandIDs.openPanel;
  let commands: CommandRegistry;
  let opened: number;

  beforeEach(() => {
    commands = new CommandRegistry();
    opened = 0;
    addOpenPanelCommand(commands, nullTranslator.load('jupyterlab_journal'), () => {
      opened += 1;
    });
  });

  it('opens it, also without a notebook', async () => {
    expect(commands.isEnabled(id)).toBe(true);
    await commands.execute(id);
    expect(opened).toBe(1);
  });

  it('has a label, an icon, a caption and a description of its arguments', async () => {
    expect(commands.label(id)).not.toBe('');
    expect(commands.caption(id)).not.toBe('');
    expect(commands.icon(id)).toBeDefined();
    expect(await commands.describedBy(id)).toMatchObject({ args: { type: 'object' } });
  });
});
