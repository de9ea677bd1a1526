<?php
// The first two fetch from or send to the outside, and nothing can be added to
// a read-only image.
$plugins['extension'] = 0;
$plugins['popularity'] = 0;
