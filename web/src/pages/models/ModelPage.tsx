import '@/charts/registerMore';
import { useParams } from '@tanstack/react-router';
import { useGet } from '@/api/use';
import { Guarded } from '@/components/NoPermission';
import { QueryView } from '@/components/QueryView';
import { en } from '@/i18n/model.en';
import { zh } from '@/i18n/model.zh';
import { en as listEn } from '@/i18n/models.en';
import { zh as listZh } from '@/i18n/models.zh';
import { addTexts } from '@/i18n/setup';
import { OneModel } from './one/OneModel';

addTexts('models', listZh, listEn);
addTexts('model', zh, en);

/** One model: how good it is, what it looks at, whether it still holds. */
export default function ModelPage() {
  return (
    <Guarded permission="view_models">
      <Read />
    </Guarded>
  );
}

function Read() {
  const { id } = useParams({ from: '/shell/models/$id' });
  const query = useGet('/models/{id}', { path: { id } });
  return (
    <QueryView query={query} rows={12}>
      {(record) => <OneModel record={record} />}
    </QueryView>
  );
}
