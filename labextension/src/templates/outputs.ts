import type { IOutput, IStream, MultilineString } from '@jupyterlab/nbformat';

/** Longest text of one stream that is sent, in characters; the end says how a run went. */
const STREAM_LIMIT = 1_000_000;

/** Largest size of all outputs together, in characters of JSON; the server takes 8 MiB in all. */
const TOTAL_LIMIT = 6_000_000;

/** Outputs that fit into a request, and what it cost. */
export interface ITrimmedOutputs {
  readonly outputs: IOutput[];
  /** How many outputs were left out. */
  readonly omitted: number;
  /** How many streams lost their beginning. */
  readonly shortened: number;
}

function joined(text: MultilineString): string {
  return typeof text === 'string' ? text : text.join('');
}

/** The last lines of a stream that fit. */
function endOf(text: string): string {
  const end = text.slice(-STREAM_LIMIT);
  return end.slice(end.indexOf('\n') + 1);
}

/**
 * Make the outputs of a cell fit into a request: long streams keep their end, then the largest
 * outputs are left out until the rest fits.
 */
export function trimOutputs(outputs: readonly IOutput[]): ITrimmedOutputs {
  let shortened = 0;
  const sized = outputs.map(output => {
    const text = output.output_type === 'stream' ? joined((output as IStream).text) : '';
    if (text.length <= STREAM_LIMIT) {
      return { output, size: JSON.stringify(output).length };
    }
    shortened += 1;
    const end = endOf(text);
    return { output: { ...output, text: end }, size: end.length };
  });
  let total = sized.reduce((sum, { size }) => sum + size, 0);
  const omitted = new Set<IOutput>();
  for (const { output, size } of [...sized].sort((a, b) => b.size - a.size)) {
    if (total <= TOTAL_LIMIT) {
      break;
    }
    omitted.add(output);
    total -= size;
  }
  const kept = sized.map(({ output }) => output).filter(output => !omitted.has(output));
  return { outputs: kept, omitted: omitted.size, shortened };
}
