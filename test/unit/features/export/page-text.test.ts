import { describe, expect, it } from 'vitest';
import { pageText } from '../../../../src-renderer/features/export/page-text.ts';

const PAGE = `<!doctype html><html><head><title>gone</title><style>p { color: red }</style></head>
<body><!-- gone --><h1>A &lt;network&gt;</h1><p>Two   words
in one line.</p><svg><title>Its loss</title><path d="M0 0" /></svg>
<table><tr><th>part</th><th>loss</th></tr><tr><td>train</td><td>0.5</td></tr></table>
<ul><li>one</li><li>two &amp; three &#39;four&#x27; &unknown;</li></ul>
<script>gone()</script></body></html>`;

describe('the words of a page', () => {
  it('are its lines, cells and drawings, without markup', () => {
    expect(
      pageText(PAGE)
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual([
      'A <network>',
      'Two words in one line.',
      '[Drawing: Its loss]',
      'part\tloss',
      'train\t0.5',
      '• one',
      "• two & three 'four' &unknown;",
    ]);
  });

  it('never hold markup, wherever the page was cut', () => {
    for (let length = 0; length <= PAGE.length; length++) {
      const text = pageText(PAGE.slice(0, length)).replace('A <network>', '').replace('A <', '');
      expect(text).not.toMatch(/<|gone|color/);
    }
  });

  it('come of escaped text once only', () => {
    expect(pageText('<p>&amp;lt;b&amp;gt;</p>')).toBe('&lt;b&gt;');
  });
});
