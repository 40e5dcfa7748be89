// SPDX-License-Identifier: MIT
#include "redact_common.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "driver/catalog.h"
#include "evidence/event_reader.h"

namespace wlanmedic::app {

// The machine that this runs on is mostly the one that the evidence is from.
static void know_this_machine(redact::Redactor& redactor) {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) == 0 && std::strlen(host.data()) >= 3)
        redactor.also(redact::Kind::host, host.data());
    if (const passwd* user = ::getpwuid(::getuid()); user != nullptr && std::strlen(user->pw_name) >= 3)
        redactor.also(redact::Kind::user, user->pw_name);
}

static void keep_own_words(redact::Redactor& redactor) {
    const driver::Catalog drivers = driver::Catalog::built_in();
    for (const std::string& literal : evidence::EventReader::literals(drivers)) redactor.own_words(literal);
    for (const driver::Profile& profile : drivers.profiles()) {
        redactor.own_words(profile.name);
        for (const std::string& module : profile.modules) redactor.own_words(module);
        for (const driver::Pattern& pattern : profile.patterns) redactor.own_words(pattern.text);
    }
}

void prepare(redact::Redactor& redactor) {
    keep_own_words(redactor);
    know_this_machine(redactor);
}

}  // namespace wlanmedic::app
