import { useParams } from '@tanstack/react-router';
import { useGet } from '@/api/use';
import { QueryView } from '@/components/QueryView';
import { ExploreFrame } from '../ExploreFrame';
import { Dashboard } from './Dashboard';

/** One dashboard. */
export default function DashboardPage() {
  const { id } = useParams({ from: '/shell/explore/dashboards/$id' });
  const dashboard = useGet('/dashboards/{id}', { path: { id } });
  if (dashboard.data !== undefined) return <Dashboard key={id} saved={dashboard.data} />;
  return (
    <ExploreFrame>
      <QueryView query={dashboard}>{() => null}</QueryView>
    </ExploreFrame>
  );
}
