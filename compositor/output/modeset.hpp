// SPDX-License-Identifier: MIT
#pragma once

#include "output/outputs.hpp"
#include "wlr/handles.hpp"

#include <deque>
#include <span>
#include <vector>

namespace exwm_vr::output {

/// New states of several outputs, which come about together or not at all. What one card drives is
/// tested and committed at once: it may be possible together and not one after the other.
class Modeset {
public:
    explicit Modeset(std::span<const Outputs::Change> changes);
    Modeset(const Modeset&) = delete;
    Modeset& operator=(const Modeset&) = delete;
    ~Modeset() = default;

    /// Whether it could be done, as far as that can be known.
    Result<void> test();
    /// Does it; after an error all is as it was.
    Result<void> commit();
    /// Brings back what was there before commit().
    void undo();

private:
    struct Part {
        Part(const Outputs::Change& change);

        Output* output;
        OutputState wanted;
        OutputState before;
    };

    /// The parts of one backend, such as a card. Whoever makes it tests it.
    class Group;

    Result<void> prepare(std::deque<Group>& groups);
    [[nodiscard]] std::string names() const;

    std::deque<Part> parts_; ///< without those of which nothing changes
};

} // namespace exwm_vr::output
