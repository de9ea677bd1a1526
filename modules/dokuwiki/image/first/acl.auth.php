# acl.auth.php
# <?php exit()?>
# Everyone reads, accounts write and upload.

*               @ALL          1
*               @user         8
