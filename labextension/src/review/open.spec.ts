import { codeCell, makePanel } from '../testing';
import { subjectOf } from './open';

describe('what a review compares', () => {
  it('is named by its path on the server, without the drive of the contents manager', async () => {
    const panel = await makePanel([codeCell('1')]);
    Object.defineProperty(panel.context, 'path', { value: 'RTC:digits.ipynb' });
    Object.defineProperty(panel.context, 'localPath', { value: 'digits.ipynb' });
    expect(subjectOf(panel).path).toBe('digits.ipynb');
    panel.context.dispose();
    panel.dispose();
  });
});
