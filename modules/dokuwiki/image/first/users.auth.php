# users.auth.php
# <?php exit()?>
# login:passwordhash:Real Name:email:groups,comma,separated

