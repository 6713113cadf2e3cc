import { ExploreFrame } from '../ExploreFrame';

export default function Page() {
  return <ExploreFrame>{null}</ExploreFrame>;
}
