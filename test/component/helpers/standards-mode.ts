// happy-dom's page has no doctype; the window's has, and KaTeX typesets in no page without one.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' });
