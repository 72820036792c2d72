import { expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRoot, test } from './helpers/app.ts';
import { call, callRaw } from './helpers/workbench.ts';

/** As in docs: what the page may load and do. Written out again so that no edit of the product goes unnoticed. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self'; frame-src 'none'; frame-ancestors 'none'; object-src 'none'; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

test('starts without console errors, policy violations and requests to anywhere (E3, E7)', async ({
  workbench,
}) => {
  expect(workbench.page.url()).toBe('app://workbench/index.html');
  await call(workbench.page, 'appSnapshot', {});
  await workbench.expectClean();
});

test('E1: every window of the running app has all doors closed', async ({ workbench }) => {
  const preferences = await workbench.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) =>
      (window.webContents as unknown as { getLastWebPreferences: () => object }).getLastWebPreferences(),
    ),
  );
  expect(preferences).toHaveLength(1);
  // Electron leaves this one out where it is off.
  expect({ nodeIntegrationInWorker: false, ...preferences[0] }).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  });
});

test('E1: the system itself holds the page in its sandbox', async ({ workbench }) => {
  test.skip(process.platform !== 'linux' || isRoot(), 'Needs Linux, and a user who is not root.');
  const pid = await workbench.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
  );
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
  // 2: every system call passes a filter.
  expect(status).toMatch(/^Seccomp:\s+2$/m);
});

test('E2: the page can load its own files and nothing else', async ({ workbench }) => {
  const statusOf = (url: string, method = 'GET') =>
    workbench.page.evaluate(async ([address, how]) => (await fetch(address, { method: how })).status, [
      url,
      method,
    ] as const);
  expect(await statusOf('/index.html')).toBe(200);
  for (const url of [
    '/missing.html',
    '/../main/index.cjs',
    '/%2e%2e/main/index.cjs',
    '/..%2fmain%2findex.cjs',
    '/assets/',
  ]) {
    expect(await statusOf(url), url).toBe(404);
  }
  expect(await statusOf('/index.html', 'POST')).toBe(405);
});

test('E3: the policy comes as a header, word for word', async ({ workbench }) => {
  const headers = await workbench.page.evaluate(async () =>
    Object.fromEntries((await fetch('/index.html')).headers),
  );
  expect(headers).toMatchObject({
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'content-type': 'text/html; charset=utf-8',
  });
});

test('E3: inline code and styles, raw markup, frames and foreign pictures do nothing', async ({
  workbench,
}) => {
  const { page } = workbench;
  const outcome = await page.evaluate(async () => {
    const attempt = (action: () => void): string => {
      try {
        action();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const append = (tag: string, set: (element: HTMLElement) => void) => {
      const element = document.createElement(tag);
      set(element);
      document.body.append(element);
    };
    const tried = {
      markup: attempt(() => {
        document.body.innerHTML = '<p>markup</p>';
      }),
      inlineScript: attempt(() => {
        append('script', (script) => script.append('window.wasRun = true'));
      }),
      frame: attempt(() => {
        append('iframe', (frame) => frame.setAttribute('src', 'https://example.com/'));
      }),
      style: attempt(() => {
        append('style', (style) => style.append('body { color: red }'));
      }),
      picture: attempt(() => {
        append('img', (image) => image.setAttribute('src', 'https://example.com/x.png'));
      }),
    };
    return { ...tried, wasRun: 'wasRun' in window };
  });
  expect(outcome).toMatchObject({ markup: 'TypeError', wasRun: false });
  // The browser tells of them when it has tried.
  await expect
    .poll(() => page.evaluate(() => [...new Set(window.ninestepViolations)].sort()))
    .toEqual(['frame-src', 'img-src', 'require-trusted-types-for', 'style-src-elem']);
  expect(await page.evaluate(() => 'wasRun' in window)).toBe(false);
});

test('E4: the page cannot be led away and opens no window', async ({ workbench }) => {
  const { page, electron } = workbench;
  const goTo = (url: string) =>
    page.evaluate((address) => {
      location.href = address;
    }, url);
  // This one Chromium refuses by itself, before we are asked.
  await goTo('file:///etc/hostname');
  for (const url of ['https://example.com/', 'app://workbench/other.html', 'app://evil/']) {
    await goTo(url);
    await expect.poll(workbench.readLog).toContain(`Refused navigation: ${url}`);
  }
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  await expect.poll(workbench.readLog).toContain('Refused new window: https://example.com/');
  expect(page.url()).toBe('app://workbench/index.html');
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('E6: the page gets no permission but to write text to the clipboard', async ({ workbench }) => {
  const states = await workbench.page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'clipboard-write',
    ];
    const query = async (name: string) => [
      name,
      (await navigator.permissions.query({ name: name as PermissionName })).state,
    ];
    return Object.fromEntries((await Promise.all(names.map(query))) as [string, string][]);
  });
  expect(states).toEqual({
    geolocation: 'denied',
    notifications: 'denied',
    camera: 'denied',
    microphone: 'denied',
    midi: 'denied',
    'clipboard-read': 'denied',
    'clipboard-write': 'granted',
  });
  expect(await workbench.page.evaluate(() => Notification.requestPermission())).toBe('denied');
});

test.describe('E7: zero network', () => {
  let server: Server;
  let contacts: string[];

  test.beforeEach(async () => {
    contacts = [];
    server = createServer((request, response) => {
      contacts.push(request.url ?? '');
      response.end('reached');
    });
    server.on('upgrade', (request, socket) => {
      contacts.push(request.url ?? '');
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  test.afterEach(() => {
    server.close();
  });
  const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

  test('the page reaches nothing', async ({ workbench }) => {
    const outcome = await workbench.page.evaluate(async (address) => {
      const requests = [`http://${address}/fetch`, 'file:///etc/hostname'].map((url) =>
        fetch(url).then(
          () => 'reached',
          () => 'refused',
        ),
      );
      return Promise.all(requests);
    }, host());
    expect(outcome).toEqual(['refused', 'refused']);
    expect(contacts).toEqual([]);
  });

  test('not even a page of our own making without a policy does', async ({ workbench }) => {
    const urls = [`http://${host()}/page`, `https://${host()}/`, 'file:///etc/hostname', `ftp://${host()}/`];
    const loads = await workbench.electron.evaluate(async ({ BrowserWindow }, addresses) => {
      const load = async (url: string) => {
        const window = new BrowserWindow({ show: false });
        try {
          await window.loadURL(url);
          return `reached ${url}`;
        } catch (error) {
          return (error as { code: string }).code;
        } finally {
          window.destroy();
        }
      };
      return Promise.all(addresses.map(load));
    }, urls);
    // Chromium knows no ftp: it would ask another program, which is a permission that no page gets.
    expect(loads).toEqual([...urls.slice(1).map(() => 'ERR_BLOCKED_BY_CLIENT'), 'ERR_FAILED']);

    const socket = await workbench.electron.evaluate(async ({ BrowserWindow }, address) => {
      const window = new BrowserWindow({ show: false });
      await window.loadURL('data:text/html,<p>blank');
      const outcome: unknown = await window.webContents.executeJavaScript(
        `new Promise((resolve) => {
          const socket = new WebSocket('ws://${address}/socket');
          socket.onopen = () => resolve('reached');
          socket.onerror = () => resolve('refused');
        })`,
      );
      window.destroy();
      return outcome;
    }, host());
    expect(socket).toBe('refused');
    expect(contacts).toEqual([]);
    for (const url of [...urls.slice(0, 3), `ws://${host()}/socket`])
      expect(workbench.readLog()).toContain(`: ${url}`);
  });
});

test('E9: the page sees one frozen object of named calls, and nothing of Electron or Node', async ({
  workbench,
}) => {
  const seen = await workbench.page.evaluate(() => {
    const bridge = (window as unknown as { workbench: Record<string, unknown> }).workbench;
    return {
      keys: Object.keys(bridge).sort(),
      types: [...new Set(Object.values(bridge).map((value) => typeof value))],
      isFrozen: Object.isFrozen(bridge),
      leaks: ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      ),
    };
  });
  expect(seen).toEqual({
    keys: [
      'appSnapshot',
      'artifactCopy',
      'artifactSave',
      'binList',
      'binPurge',
      'binRestore',
      'dataPreview',
      'evaluationCancel',
      'evaluationColumn',
      'evaluationCurves',
      'evaluationDependence',
      'evaluationImportance',
      'evaluationRead',
      'evaluationRows',
      'exportReveal',
      'gradientCheck',
      'groupContinue',
      'groupSpec',
      'groupStart',
      'importInspect',
      'importMake',
      'logError',
      'modelDescribe',
      'modelExport',
      'modelPredict',
      'modelPreview',
      'onEvent',
      'projectExamples',
      'projectSave',
      'queueConfigure',
      'queueMove',
      'rateFind',
      'runBranch',
      'runCommand',
      'runContinue',
      'runCurves',
      'runDelete',
      'runForecast',
      'runInsight',
      'runLook',
      'runMark',
      'runMeasure',
      'runOpen',
      'runOpenTest',
      'runReveal',
      'runRows',
      'runStart',
      'runWatch',
      'runsList',
      'settingsChange',
      'stepsCheck',
      'stepsScript',
      'stepsTrace',
      'sweepChoose',
      'tableCancel',
      'tableChoose',
      'tableEmbed',
      'tableLevels',
      'tableLocate',
      'tableOpen',
      'tablePaste',
      'tablePeek',
      'tableRefresh',
      'tableRows',
      'tableSuggest',
      'viewsSave',
    ],
    types: ['function'],
    isFrozen: true,
    leaks: [],
  });
});

test('I2: a call with an unknown field, or with a path for an id, is refused with its place', async ({
  workbench,
}) => {
  expect(await callRaw(workbench.page, 'runOpen', { runId: '../../etc' })).toMatchObject({
    ok: false,
    error: { code: 'INVALID_VALUE', at: 'runId' },
  });
  expect(await callRaw(workbench.page, 'appSnapshot', { path: '/' })).toMatchObject({
    ok: false,
    error: { code: 'UNKNOWN_FIELD', at: 'path' },
  });
  expect(await callRaw(workbench.page, 'runOpen', { runId: 'run_000000000000' })).toMatchObject({
    ok: false,
    error: { code: 'RUN_NOT_FOUND' },
  });
});

test('I6: main listens to nothing but the calls of the contract', async ({ workbench }) => {
  // Calls are not listeners: whatever is listed here would be a door beside the router. Electron itself has 'error'.
  // eslint-disable-next-line no-restricted-properties -- only counts
  const listeners = await workbench.electron.evaluate(({ ipcMain: main }) =>
    main.eventNames().filter((name) => main.listenerCount(name) > 0),
  );
  expect(listeners).toEqual(['error']);
});
