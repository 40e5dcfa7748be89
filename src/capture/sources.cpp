// SPDX-License-Identifier: MIT
#include "capture/sources.h"

#include <fcntl.h>

#include "capture/counter_source.h"
#include "capture/gateway_probe.h"
#include "capture/journal_source.h"
#include "capture/kernel_log_source.h"
#include "capture/link_source.h"
#include "capture/load.h"
#include "capture/nl80211_source.h"
#include "capture/rfkill_source.h"
#include "capture/sleep_source.h"
#include "capture/trace_source.h"
#include "capture/wanted.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {
namespace {

bool may_read_kmsg() {
    return static_cast<bool>(posix::Descriptor(::open("/dev/kmsg", O_RDONLY | O_CLOEXEC | O_NONBLOCK)));
}

}  // namespace

std::vector<std::unique_ptr<Source>> sources_of(const RecorderOptions& options, Devices& devices,
                                                const driver::Catalog& drivers) {
    Wanted wanted(options.interface);
    std::vector<std::unique_ptr<Source>> sources;
    // First the one that tells of others what they are: interfaces, by their numbers.
    sources.push_back(std::make_unique<Nl80211Source>(devices));
    sources.push_back(std::make_unique<LinkSource>(devices));
    sources.push_back(std::make_unique<TraceSource>(devices));
    sources.push_back(std::make_unique<KernelLogSource>());
    sources.push_back(std::make_unique<JournalSource>(JournalOptions{.kernel_too = !may_read_kmsg()}));
    sources.push_back(std::make_unique<SleepSource>());
    sources.push_back(std::make_unique<RfkillSource>());
    sources.push_back(std::make_unique<CounterSource>(
        devices, drivers,
        CounterOptions{.pace = {.every = options.counters_every, .while_down = options.counters_while_down},
                       .wanted = wanted}));
    if (options.probe_gateway)
        sources.push_back(std::make_unique<GatewayProbe>(
            devices, ProbeOptions{.summary_every = options.counters_every, .wanted = wanted}));
    if (const auto target = parse_load_target(options.load_host); target && options.load_bytes_per_second > 0)
        sources.push_back(std::make_unique<Load>(LoadOptions{.target = *target,
                                                             .rate = options.load_bytes_per_second,
                                                             .every = options.counters_every,
                                                             .interface = way_out(devices, wanted)}));
    return sources;
}

}  // namespace wlanmedic::capture
