import { CaretRightOutlined, StopOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { useMay } from '@/app/session';
import { NoPermission } from '@/components/NoPermission';
import { QueryView } from '@/components/QueryView';
import { addTexts } from '@/i18n/setup';
import { en } from '@/i18n/sql.en';
import { zh } from '@/i18n/sql.zh';
import { ExploreFrame } from '../ExploreFrame';
import { quoted } from './data';
import { Editor, type EditorHandle } from './Editor';
import { ExportMenu } from './ExportMenu';
import { HistoryMenu } from './HistoryMenu';
import { keepHistory, readHistory, remember } from './history';
import { RunView } from './RunView';
import { SaveQuestion } from './SaveQuestion';
import { SchemaTree } from './SchemaTree';
import { inAddress } from './search';
import styles from './sql.module.css';
import { useRun } from './useRun';

addTexts('sql', zh, en);

/** Questions in SQL, over what the reader may see. */
export default function SqlPage() {
  const { t } = useTranslation('sql');
  const may = useMay('run_sql');
  const search = useSearch({ from: '/shell/explore/sql' });
  // What the page was opened with: running a query changes the address, not what is being edited.
  const [{ q, question }] = useState(search);
  return (
    <ExploreFrame hint={t('hint')}>
      {!may ? (
        <NoPermission permission="run_sql" />
      ) : question !== undefined && q === undefined ? (
        <SavedWorkbench id={question} />
      ) : (
        <Workbench initial={q ?? ''} />
      )}
    </ExploreFrame>
  );
}

/** Begins with the query of a saved question. */
function SavedWorkbench({ id }: { id: string }) {
  const query = useGet('/questions/{id}', { path: { id } });
  return (
    <QueryView query={query}>
      {({ spec }) => <Workbench key={id} initial={spec.kind === 'sql' ? spec.query : ''} />}
    </QueryView>
  );
}

function Workbench({ initial }: { initial: string }) {
  const { t } = useTranslation('sql');
  const navigate = useNavigate({ from: '/explore/sql' });
  const { data: schema } = useGet('/sql/schema');
  const editor = useRef<EditorHandle>(null);
  const [query, setQuery] = useState(initial);
  const [history, setHistory] = useState(() => readHistory(sessionStorage));
  const { run, start, stop } = useRun((text, rows) => {
    const next = remember(history, { query: text, at: Date.now(), rows });
    setHistory(next);
    keepHistory(sessionStorage, next);
  });
  const running = run.state === 'running';
  const begin = () => {
    if (query.trim() === '') return;
    void navigate({ search: (before) => ({ ...before, q: inAddress(query) }), replace: true });
    void start(query);
  };
  return (
    <div className={styles.bench}>
      <SchemaTree schema={schema} onPick={(name) => editor.current?.insert(quoted(name))} />
      <div className={styles.work}>
        <div className={styles.editor}>
          <Editor
            ref={editor}
            initial={initial}
            schema={schema}
            label={t('editor')}
            hint={t('placeholder')}
            wrong={run.state === 'failed' && run.query === query ? run.place : null}
            onChange={setQuery}
            onRun={begin}
          />
        </div>
        <div className={styles.bar}>
          {running ? (
            <Button danger icon={<StopOutlined />} onClick={stop}>
              {t('stop')}
            </Button>
          ) : (
            <Button type="primary" icon={<CaretRightOutlined />} disabled={query.trim() === ''} onClick={begin}>
              {t('run')}
            </Button>
          )}
          <span className={styles.keys}>{t('keys')}</span>
          <span className={styles.space} />
          <HistoryMenu history={history} onPick={(text) => editor.current?.replace(text)} />
          <ExportMenu query={query} />
          <SaveQuestion query={query} answer={run.state === 'done' ? run.answer : null} />
        </div>
        <RunView run={run} />
      </div>
    </div>
  );
}
