// SPDX-License-Identifier: MIT
// What programs print with a name in it, as their sources have it (Debian 12's, but for iwd 3.8): each loses the
// name.
#include <gmock/gmock.h>

#include "support.h"

namespace wlanmedic::redact {
namespace {

using test::redacted_file;
using testing::HasSubstr;
using testing::Not;

/// Each alone: what one line tells must not be needed for another.
void expect_without_the_name(std::string_view process, const std::vector<std::string_view>& messages) {
    for (const std::string_view message : messages) {
        std::string line =
            "Jan  2 03:04:05 kettle " + std::string(process) + "[812]: " + std::string(message) + "\n";
        std::string name = "marguerite";
        for (std::size_t at = line.find("MARGUERITE"); at != std::string::npos; at = line.find("MARGUERITE"))
            line.replace(at, name.size(), name);
        EXPECT_THAT(redacted_file(line), Not(HasSubstr(name))) << message;
    }
}

TEST(RedactWordings, NetworkManagersMessages) {  // 1.42
    expect_without_the_name(
        "NetworkManager",
        {"policy: auto-activating connection 'MARGUERITE' (6d3a9a52-51c5-4f1e-8a35-0b2f3c4d5e6f)",
         "policy: set 'MARGUERITE' (wlan0) as default for IPv4 routing and DNS",
         "device (wlan0): Activation: (wifi) access point 'MARGUERITE' has security, but secrets are required.",
         "device (wlan0): Activation: (wifi) connection 'MARGUERITE' has security, and secrets exist.  No new "
         "secrets needed.",
         "iwd-manager: failed to add a mirror NMConnection for IWD's Known Network 'MARGUERITE': x",
         "policy: set-hostname: set hostname to 'MARGUERITE' (from system configuration)",
         "policy: set-hostname: couldn't set the system hostname to 'MARGUERITE': (1) x",
         "policy: set-hostname: hostname 'MARGUERITE' from DHCP is invalid",
         "policy: set-hostname: current hostname was changed outside NetworkManager: 'MARGUERITE'",
         "policy: get-hostname: \"MARGUERITE\" (from dbus)",
         "policy: set-hostname: DHCPv4-provided hostname 'MARGUERITE' looks invalid; ignoring it",
         "hostname: static hostname changed from \"MARGUERITE\" to \"\"",
         "dhcp4 (wlan0): option host_name            => 'MARGUERITE'",
         "dhcp4 (wlan0): option domain_name          => 'MARGUERITE'", "dhcp4 (wlan0):   domain name 'MARGUERITE'",
         "Config: added 'ssid' value 'MARGUERITE'", "Config: added 'identity' value 'MARGUERITE'"});
}

TEST(RedactWordings, IwdsMessages) {  // 3.8, and 2.3 where it has them
    expect_without_the_name(
        "iwd", {"Storing credential for 'MARGUERITE(WPA2-Personal)'", "Forcing default group for MARGUERITE",
                "ANQP complete, resuming connect to MARGUERITE",
                "Obtained credenials for SSID: MARGUERITE, address: 02:00:00:00:00:01"});
}

TEST(RedactWordings, SshdsMessages) {  // OpenSSH 9.2
    expect_without_the_name("sshd",
                            {"Accepted password for MARGUERITE from 10.1.2.3 port 22 ssh2",
                             "Accepted keyboard-interactive/pam for MARGUERITE from 10.1.2.3 port 22 ssh2",
                             "Failed none for invalid user MARGUERITE from 10.1.2.3 port 22 ssh2",
                             "Postponed publickey for MARGUERITE from 10.1.2.3 port 22 ssh2",
                             "Partial publickey for MARGUERITE from 10.1.2.3 port 22 ssh2",
                             "Accepted gssapi-with-mic for MARGUERITE from 10.1.2.3 port 22 ssh2",
                             "maximum authentication attempts exceeded for MARGUERITE from 10.1.2.3 port 22 ssh2",
                             "Authentication refused for MARGUERITE: bad owner or modes for /x",
                             "Invalid user MARGUERITE from 10.1.2.3 port 22",
                             "User MARGUERITE from 10.1.2.3 not allowed because not listed in AllowUsers",
                             "error: PAM: Authentication failure for MARGUERITE from 10.1.2.3",
                             "Connection closed by authenticating user MARGUERITE 10.1.2.3 port 22 [preauth]",
                             "Disconnected from user MARGUERITE 10.1.2.3 port 22",
                             "Starting session: shell on pts/0 for MARGUERITE from 10.1.2.3 port 22 id 0",
                             "subsystem request for sftp by user MARGUERITE"});
}

TEST(RedactWordings, PamsMessages) {  // Linux-PAM 1.5.2, pam_unix
    expect_without_the_name(
        "sshd",
        {"pam_unix(sshd:session): session opened for user MARGUERITE(uid=1000) by (uid=0)",
         "pam_unix(sudo:session): session opened for user root(uid=0) by MARGUERITE(uid=1000)",
         "pam_unix(sshd:session): session closed for user MARGUERITE",
         "pam_unix(sshd:auth): authentication failure; logname=MARGUERITE uid=0 euid=0 tty=ssh ruser= "
         "rhost=10.1.2.3",
         "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.1.2.3  "
         "user=MARGUERITE",
         "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser=MARGUERITE "
         "rhost=10.1.2.3",
         "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=MARGUERITE",
         "pam_unix(sshd:account): account MARGUERITE has expired (account expired)",
         "pam_unix(passwd:chauthtok): password changed for MARGUERITE"});
}

TEST(RedactWordings, SystemdsMessages) {  // 252
    expect_without_the_name("systemd-logind",
                            {"New session 3 of user MARGUERITE.",
                             "Last session of user 'MARGUERITE' logged out, terminating user context in 10s.",
                             "Started session-3.scope - Session 3 of User MARGUERITE.",
                             "Hostname set to <MARGUERITE> (static)", "   Static hostname: MARGUERITE"});
}

TEST(RedactWordings, MessagesOfSudoSuAndCron) {
    expect_without_the_name("sudo",
                            {"(MARGUERITE) CMD (run-parts /etc/cron.hourly)", "(to root) MARGUERITE on pts/0",
                             "   MARGUERITE : TTY=pts/0 ; PWD=/tmp ; USER=root ; COMMAND=/bin/ls"});
}

TEST(RedactWordings, WpaSupplicantsMessages) {  // 2.10
    expect_without_the_name(
        "wpa_supplicant", {"SME: Trying to authenticate with 02:00:00:00:00:01 (SSID='MARGUERITE' freq=5180 MHz)",
                           "wlan0: WPA: BSS 02:00:00:00:00:01 ssid='MARGUERITE'",
                           "wlan0: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"MARGUERITE\" auth_failures=1 "
                           "duration=10 reason=CONN_FAILED",
                           "nl80211: Set drv->ssid based on scan res info to 'MARGUERITE'",
                           "EAP: EAP-Response/Identity 'MARGUERITE'",
                           "wlan0: CTRL-EVENT-EAP-PEER-CERT depth=0 subject='/CN=MARGUERITE' hash=00",
                           "wlan0: STA 02:00:00:00:00:01 IEEE 802.1X: STA identity 'MARGUERITE'"});
}

TEST(RedactWordings, WhatOnlyLooksLikeALoginStays) {
    for (const std::string line : {"wlan0: waiting for reply from 10.1.2.3 port 53\n", "time (uid= was not set\n",
                                   "(to be) or not (to be)\n", "access not allowed because of it\n",
                                   "answer for nothing from somewhere port side\n"}) {
        const std::string redacted = redacted_file(line);
        EXPECT_THAT(redacted, Not(HasSubstr("user-"))) << line;
    }
}

TEST(RedactWordings, AMegabyteOfBeginningsTakesNoTime) {
    // Each beginning looks back; quadratic, these would take minutes.
    for (const std::string_view one :
         {"(uid=", " port 1", ") CMD (", "(to ", " for x from y port 1", "User x not allowed because "}) {
        std::string line;
        while (line.size() < (std::size_t{1} << 20U)) line += one;
        EXPECT_FALSE(redacted_file(line + "\n").empty());
    }
}

}  // namespace
}  // namespace wlanmedic::redact
