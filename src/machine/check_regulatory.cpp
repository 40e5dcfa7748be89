// SPDX-License-Identifier: MIT
#include "machine/check.h"

namespace wlanmedic::machine {
namespace {

constexpr auto npos = std::string::npos;

}  // namespace

// net/wireless/reg.c asks for regulatory.db as firmware, and knows "00", the world, where nothing else is set.
void check_regulatory(const Probe& probe, std::vector<Check>& checks) {
    Check database{
        .id = "regulatory_database",
        .verdict = Verdict::trap,
        .interface = {},
        .because = "there is no regulatory.db in /lib/firmware",
        .matters =
            "without it all channels of 5 GHz and 6 GHz are passive or closed, and an access point that "
            "moves there is not found again",
        .shows = "ls /lib/firmware/regulatory.db*",
        .advice = "install the package wireless-regdb"};
    for (const char* directory : {"/lib/firmware", "/usr/lib/firmware", "/lib/firmware/updates"})
        for (const char* name :
             {"/regulatory.db", "/regulatory.db-debian", "/regulatory.db.zst", "/regulatory.db.xz"})
            if (probe.exists(std::string(directory) + name)) database.verdict = Verdict::ok;
    if (database.verdict == Verdict::ok) {
        database.because = "regulatory.db is there";
        database.advice.clear();
    }
    if (const auto log = probe.run({"dmesg"}); log && log->out.find("failed to load regulatory.db") != npos) {
        database.verdict = Verdict::trap;
        database.because = "the kernel says that it failed to load regulatory.db";
        database.shows = "dmesg | grep regulatory.db";
        database.advice = "install the package wireless-regdb; where it is, into the initramfs too";
    }
    checks.push_back(database);

    Check country{
        .id = "regulatory_country",
        .verdict = Verdict::unknown,
        .interface = {},
        .because = "the country could not be asked",
        .matters =
            "the world's rules (00) forbid to start on many channels, and switch when an access point names "
            "a country",
        .shows = "iw reg get",
        .advice = "iw reg set XX, with your country; cfg80211.ieee80211_regdom=XX keeps it"};
    if (const auto regulatory = probe.run({"iw", "reg", "get"}); regulatory && regulatory->status == 0) {
        const std::size_t at = regulatory->out.find("country ");
        if (at != npos) {
            const std::string name = regulatory->out.substr(at + 8, 2);
            country.verdict = name == "00" ? Verdict::trap : Verdict::ok;
            country.because = "the regulatory country is " + name;
            if (country.verdict == Verdict::ok) country.advice.clear();
        }
    } else {
        country.because = regulatory ? "iw reg get failed" : regulatory.error().what;
    }
    checks.push_back(country);
}

}  // namespace wlanmedic::machine
