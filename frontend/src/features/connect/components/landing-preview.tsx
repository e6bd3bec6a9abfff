import { IconAt, IconCircleCheck, IconWorld } from '@tabler/icons-react';
import classes from './landing-preview.module.css';

const SAVED = [
  { sender: 'boss@corp.example', count: '1,204', icon: IconAt },
  { sender: '@list.example', count: '8,316', icon: IconWorld },
  { sender: 'billing@cloud.example', count: '97', icon: IconAt },
];

/** A picture of the product beside the words. It adds nothing to them. */
export function LandingPreview() {
  return (
    <div className={classes.card} aria-hidden="true">
      <div className={classes.head}>
        <span className={classes.bar} />
        <span className={classes.live}>
          <IconCircleCheck size={15} stroke={2} />
          Live
        </span>
      </div>
      {SAVED.map(({ sender, count, icon: Glyph }) => (
        <div key={sender} className={classes.row}>
          <Glyph size={17} stroke={1.6} />
          <span className={classes.sender}>{sender}</span>
          <span className={classes.count}>{count} saved</span>
        </div>
      ))}
      <div className={classes.foot}>Up to date, checked 4 s ago</div>
    </div>
  );
}
