renderMathInElement(document.body, {
  delimiters: [
    { left: '$$', right: '$$', display: true },
    { left: '\\[', right: '\\]', display: true },
    { left: '\\(', right: '\\)', display: false },
    { left: '$', right: '$', display: false },
    ...['equation', 'align', 'alignat', 'gather', 'CD'].flatMap(name =>
      [name, `${name}*`].map(environment => ({
        left: `\\begin{${environment}}`,
        right: `\\end{${environment}}`,
        display: true
      }))
    )
  ],
  throwOnError: false,
  macros: {
    // Unknown to KaTeX, and of no effect on the page.
    '\\label': context => {
      context.consumeArgs(1);
      return '';
    }
  }
});
