import { code, notebook } from '../notebooks';
import type { ICell, INotebook } from '../notebooks';

/** The cell that has run and that steps are inserted below. */
export const TRAIN = 'train';
/** The cell that trains for as long as it is let. */
export const TRAIN_ON = 'train-on';

const TRAINING = [
  'import torch',
  'lr = 0.01',
  'net = torch.nn.Sequential(torch.nn.Linear(256, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))',
  'optimizer = torch.optim.SGD(net.parameters(), lr=lr)',
  'for epoch in range(1, 4):',
  '    loss = net(torch.randn(64, 256)).square().mean()',
  '    optimizer.zero_grad(); loss.backward(); optimizer.step()',
  '    print(f"Epoch {epoch}/3 loss={loss:.4f}")'
].join('\n');

const TRAINING_ON = [
  'while True:',
  '    loss = net(torch.randn(64, 256)).square().mean()',
  '    optimizer.zero_grad(); loss.backward(); optimizer.step()'
].join('\n');

/** A step as the server writes it, once more. */
function again(step: ICell, number: number): ICell {
  const journal = step.metadata.journal as Record<string, unknown>;
  const source = (step.source as string[]).join('').replace(/^### Step \d+/, `### Step ${number}`);
  // All facts stand in the first entry; later ones refer to it.
  const snapshot = number === 1 ? journal.snapshot : { same_as: entryId(1), drift: [] };
  return {
    ...step,
    id: `step-${number}`,
    source,
    metadata: { journal: { ...journal, id: entryId(number), snapshot } }
  };
}

function entryId(number: number): string {
  return `01JD${String(number).padStart(22, '0')}`;
}

/** The notebook of a first run, from whose step the long one is made. */
export function shortNotebook(): INotebook {
  return notebook([code(TRAIN, TRAINING)]);
}

/**
 * A notebook of a long study: code with a step after every fourth cell. The cell that has run stands in
 * its middle, so that half of the steps are counted anew when one is inserted below it.
 */
export function longNotebook(step: ICell, length: number): INotebook {
  const cells = Array.from({ length: length - 2 }, (_, i) =>
    i % 5 === 4
      ? again(step, (i + 1) / 5)
      : code(`code-${i}`, `x${i} = [n * ${i} for n in range(10)]\nlen(x${i})`)
  );
  cells.splice(length / 2, 0, code(TRAIN, TRAINING));
  return notebook([...cells, code(TRAIN_ON, TRAINING_ON)]);
}
