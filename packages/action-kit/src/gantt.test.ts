import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gantt } from './gantt.ts';

describe('gantt', () => {
  it('draws sections with their tasks', () => {
    const tasks = [
      { name: 'build', fromMs: 1000, toMs: 5000 },
      { name: 'health check', fromMs: 5000, toMs: 9000, isCritical: true },
    ];
    expect(gantt([{ name: 'web', tasks }])).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      gantt
        dateFormat x
        axisFormat %H:%M:%S
        section web
        build :1000, 5000
        health check :crit, 5000, 9000
      \`\`\`"
    `);
  });

  it('draws a task that is not begun with a word of the grammar as a task', () => {
    const chart = gantt([{ name: 'a', tasks: [{ name: 'section b', fromMs: 0, toMs: 1 }] }]);
    expect(chart).toContain('  – section b :0, 1');
  });

  it('keeps one line a task, whatever it is called', () => {
    const anyName = fc.string({ unit: 'binary', maxLength: 80 });
    fc.assert(
      fc.property(anyName, anyName, (section, name) => {
        const chart = gantt([{ name: section, tasks: [{ name, fromMs: 5, toMs: 3 }] }]);
        const lines = chart.split(/\r\n|[\n\r\u2028\u2029]/);
        expect(lines).toHaveLength(7);
        expect(lines[4]).toMatch(/^ {2}section [^:;#%`]+$/);
        expect(lines[5]).toMatch(/^ {2}[^:;#%`]+ :5, 5$/);
      }),
    );
  });
});
