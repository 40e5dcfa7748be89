// SPDX-License-Identifier: MIT
// What a kernel complains of is found on its console, told apart, and said to be of the right driver; what only
// looks like it is not taken for it.
#include "lab/host/kernel_reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

auto report(ReportKind kind, const std::string& function, const std::string& module) {
    return testing::AllOf(Field(&KernelReport::kind, kind), Field(&KernelReport::function, function),
                          Field(&KernelReport::module, module));
}

TEST(KernelReports, OrdinaryLinesAreNone) {
    EXPECT_THAT(kernel_reports("[    4.1] wlan0: associate with 02:00:00:00:00:00\n"
                               "[    4.2] cfg80211: failed to load regulatory.db\n"
                               "[    4.3] vcw1200: WARNING is a word\n"
                               "this BUG: stands within a line\n"),
                IsEmpty());
}

TEST(KernelReports, AnOopsOfSeveralLinesIsOneAndOfTheDriverInItsTrace) {
    const std::string console =
        "[   12.000001] BUG: kernel NULL pointer dereference, address: 0000000000000168\r\n"
        "[   12.000002] #PF: supervisor write access in kernel mode\r\n"
        "[   12.000003] Oops: 0002 [#1] PREEMPT SMP NOPTI\r\n"
        "[   12.000004] CPU: 0 PID: 231 Comm: sh Tainted: G           OE\r\n"
        "[   12.000005] RIP: 0010:down_write+0x1f/0x60\r\n"
        "[   12.000006] Call Trace:\r\n"
        "[   12.000007]  ? simple_recursive_removal+0x55/0x2a0 [wrong]\r\n"
        "[   12.000008]  debugfs_remove+0x44/0x60\r\n"
        "[   12.000009]  ieee80211_unregister_hw+0x11/0x20 [mac80211]\r\n"
        "[   12.000010]  cw1200_debug_release+0x17/0x30 [cw1200_core]\r\n"
        "[   12.000011]  vcw1200_remove+0x17/0x30 [vcw1200]\r\n"
        "[   12.000012] ---[ end trace 0000000000000000 ]---\r\n"
        "[   12.000013] Kernel panic - not syncing: Fatal exception\r\n";
    const auto reports = kernel_reports(console);
    ASSERT_THAT(reports, ElementsAre(report(ReportKind::oops, "cw1200_debug_release", "cw1200_core")));
    EXPECT_EQ(reports[0].title, "BUG: kernel NULL pointer dereference, address: 0000000000000168");
    EXPECT_THAT(reports[0].text, HasSubstr("Oops: 0002"));
}

TEST(KernelReports, TheCheckersAreToldApart) {
    const auto kinds = [](const std::string& line) {
        const auto reports = kernel_reports(line + "\n");
        return reports.size() == 1 ? std::string(name_of(reports[0].kind)) : "not one";
    };
    EXPECT_EQ(kinds("WARNING: CPU: 1 PID: 9 at net/mac80211/main.c:1 f+0x1/0x2 [mac80211]"), "warning");
    EXPECT_EQ(kinds("WARNING: possible circular locking dependency detected"), "lockdep");
    EXPECT_EQ(kinds("WARNING: suspicious RCU usage"), "lockdep");
    EXPECT_EQ(kinds("BUG: KASAN: use-after-free in f+0x1/0x2 [bes2600]"), "kasan");
    EXPECT_EQ(kinds("BUG: sleeping function called from invalid context at kernel/locking/mutex.c:580"),
              "atomic-sleep");
    EXPECT_EQ(kinds("unreferenced object 0xffff888003a1b2c0 (size 192):"), "kmemleak");
    EXPECT_EQ(kinds("ODEBUG: free active (active state 0) object type: timer_list"), "debug-object");
    EXPECT_EQ(kinds("INFO: task wpa_supplicant:321 blocked for more than 120 seconds."), "hang");
    EXPECT_EQ(kinds("kernel BUG at mm/slub.c:379!"), "oops");
    EXPECT_EQ(kinds("general protection fault, probably for non-canonical address 0x1: 0000 [#1] SMP"), "oops");
    EXPECT_EQ(kinds("BUG: Bad page state in process sh"), "other");
}

TEST(KernelReports, TwoWarningsAreTwo) {
    const std::string warning =
        "[ 5.0] WARNING: CPU: 0 PID: 9 at drivers/x.c:1 first+0x1/0x2 [bes2600]\n"
        "[ 5.0] Call Trace:\n"
        "[ 5.0]  first+0x1/0x2 [bes2600]\n"
        "[ 5.0] ---[ end trace 0000000000000000 ]---\n";
    EXPECT_THAT(kernel_reports(warning + "[ 6.0] something else\n" + warning), SizeIs(2));
}

TEST(KernelReports, AReportIsOfADriverBeforeItIsOfMac80211) {
    EXPECT_THAT(kernel_reports("BUG: KASAN: use-after-free in ieee80211_free_hw+0x1/0x2 [mac80211]\n"
                               " dump_stack_lvl+0x1/0x2\n"
                               " bes2600_core_release+0x1/0x2 [bes2600]\n"),
                ElementsAre(report(ReportKind::kasan, "bes2600_core_release", "bes2600")));
    EXPECT_THAT(kernel_reports("WARNING: CPU: 0 PID: 1 at net/x.c:1 ieee80211_x+0x1/0x2 [mac80211]\n"
                               " vfs_write+0x1/0x2\n"),
                ElementsAre(report(ReportKind::warning, "ieee80211_x", "mac80211")));
}

TEST(KernelReports, APanicAloneIsOne) {
    EXPECT_THAT(kernel_reports("Kernel panic - not syncing: sysrq triggered crash\n"), SizeIs(1));
}

}  // namespace
}  // namespace wlanmedic::lab
