import { IconAt, IconCircleCheck, IconWorld } from '@tabler/icons-react';
import classes from './landing-preview.module.css';

const KEPT = [
  { sender: 'boss@corp.example', kept: '1,204', icon: IconAt },
  { sender: '@list.example', kept: '8,316', icon: IconWorld },
  { sender: 'billing@cloud.example', kept: '97', icon: IconAt },
];

/** A glimpse of the product beside the words. It says nothing that the words do not. */
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
      {KEPT.map(({ sender, kept, icon: Glyph }) => (
        <div key={sender} className={classes.row}>
          <Glyph size={17} stroke={1.6} />
          <span className={classes.sender}>{sender}</span>
          <span className={classes.kept}>{kept} kept</span>
        </div>
      ))}
      <div className={classes.foot}>Up to date, checked 4 s ago</div>
    </div>
  );
}
