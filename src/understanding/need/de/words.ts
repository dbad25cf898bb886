/** Words that many rules share. German, as people in Germany, Austria and Switzerland speak. */
export const NOT = '(nicht|nich|net|ned|nid|nix|nichts|kaum|nimmer|nimma|nümme)';
export const NO_MORE = '(nicht mehr|nich mehr|net mehr|ned mehr|nie mehr|nie wieder|nimmer|nimma|nümme|nicht länger|keinen tag länger)';
export const PERSON =
  '(mann|frau|oma|opa|omi|opi|mama|mami|mutter|papa|vater|sohn|tochter|kind|baby|kleine|kleiner|bruder|schwester|tante|onkel|nachbar|nachbarin|freund|freundin|kollege|kollegin|er|sie|jemand)';
export const ME_OR_US = '(mich|mi|uns)';
