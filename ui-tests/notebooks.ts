import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { rootDir } from './server';

/** A cell as it lies in a notebook file. */
export interface ICell {
  cell_type: 'code' | 'markdown';
  id: string;
  source: string | string[];
  metadata: Record<string, unknown>;
  outputs?: unknown[];
  /** Vectors are split into lines, as texts are. */
  attachments?: Record<string, Record<string, string | string[]>>;
  execution_count?: number | null;
}

/** A notebook as it lies on the disk. */
export interface INotebook {
  cells: ICell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

export function code(id: string, source: string): ICell {
  return { cell_type: 'code', id, source, metadata: {}, outputs: [], execution_count: null };
}

export function markdown(id: string, source: string): ICell {
  return { cell_type: 'markdown', id, source, metadata: {} };
}

export function notebook(cells: ICell[]): INotebook {
  return {
    cells,
    metadata: {
      kernelspec: { display_name: 'Python 3 (ipykernel)', language: 'python', name: 'python3' },
      language_info: { name: 'python', mimetype: 'text/x-python', file_extension: '.py' }
    },
    nbformat: 4,
    nbformat_minor: 5
  };
}

/** Where a path of the server lies on the disk. */
export function onDisk(path: string): string {
  return join(rootDir, path);
}

/** Write a notebook where the server will find it. */
export function write(path: string, content: INotebook): void {
  mkdirSync(dirname(onDisk(path)), { recursive: true });
  writeFileSync(onDisk(path), JSON.stringify(content, null, 1) + '\n');
}

/** Read a notebook as it lies on the disk now. */
export function read(path: string): INotebook {
  return JSON.parse(readFileSync(onDisk(path), 'utf-8')) as INotebook;
}

/** Make a folder of the server a git repository, and commit what lies in it. */
export function commitAll(folder: string): void {
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: onDisk(folder),
      stdio: 'pipe'
    });
  };
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'State to compare with');
}
