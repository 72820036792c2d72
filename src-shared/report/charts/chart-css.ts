/** How drawings look, on a page and as files of their own. Colours are Ninestep's own. */
export const CHART_CSS = `
svg text { font: 11px system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; fill: var(--faint); }
svg .name { fill: var(--soft); font-size: 12px; }
svg .note { fill: var(--soft); }
svg .grid { stroke: var(--grid); stroke-width: 1; }
svg .mark { stroke: var(--faint); stroke-width: 1; stroke-dasharray: 4 3; }
svg .frame { fill: none; stroke: var(--grid); }
svg .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
svg .train { stroke: var(--train); }
svg .validation { stroke: var(--validation); stroke-dasharray: 6 3; }
svg .test { stroke: var(--test); stroke-dasharray: 2 3; }
svg .points { fill: none; stroke: var(--train); stroke-width: 3.6; stroke-linecap: round; stroke-opacity: 0.5; }
svg .hit { fill: var(--hit); }
svg .miss { fill: var(--miss); }
svg .count { fill: var(--text); }
svg .on-dark { fill: #ffffff; }
svg .bar { fill: var(--train); fill-opacity: 0.65; }
svg .unit { fill: var(--surface); stroke: var(--soft); stroke-width: 1.2; }
svg .block { fill: var(--sunken); stroke: var(--soft); stroke-width: 1.2; }
svg .units { fill: var(--text); font-size: 13px; font-weight: 600; }
svg .positive { stroke: var(--positive); }
svg .negative { stroke: var(--negative); }
svg .way { fill: none; stroke: var(--faint); stroke-width: 1.2; stroke-dasharray: 3 3; }
svg .band { fill: var(--grid); }
`;

/** The colours that these styles name, on paper. */
export const LIGHT = `
--text: #181c25; --soft: #475062; --faint: #5f697b; --surface: #ffffff; --sunken: #f0f2f6; --grid: #dfe3ea;
--accent: #3c4bcc; --train: #4152d9; --validation: #17757f; --test: #a85d14; --positive: #2f6fd0; --negative: #c76a1a;
--hit: #4152d9; --miss: #a85d14;
`;

/** The same on a dark screen. */
export const DARK = `
--text: #e6e9ef; --soft: #b3bac7; --faint: #939caf; --surface: #171a21; --sunken: #1e222b; --grid: #303643;
--accent: #a3adff; --train: #8f9bff; --validation: #4cc3d2; --test: #eda45a; --positive: #6aa5ff; --negative: #f0a057;
--hit: #5361e6; --miss: #a85d14;
`;
